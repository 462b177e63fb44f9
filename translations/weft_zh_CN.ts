<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Category</name>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>upscaling</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>postprocessing</source>
        <translation>后处理</translation>
    </message>
    <message>
        <source>transform</source>
        <translation>变换</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <source>loaders</source>
        <translation>加载器</translation>
    </message>
    <message>
        <source>conditioning</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>latent</source>
        <translation>Latent</translation>
    </message>
    <message>
        <source>utils</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>primitive</source>
        <translation>原始值</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>inpaint</source>
        <translation>局部重绘</translation>
    </message>
    <message>
        <source>3d</source>
        <translation>3D</translation>
    </message>
    <message>
        <source>samplers</source>
        <translation>采样器</translation>
    </message>
    <message>
        <source>schedulers</source>
        <translation>调度器</translation>
    </message>
    <message>
        <source>custom_sampling</source>
        <translation>自定义采样</translation>
    </message>
    <message>
        <source>model_patches</source>
        <translation>模型补丁</translation>
    </message>
    <message>
        <source>color</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>animation</source>
        <translation>动画</translation>
    </message>
</context>
<context>
    <name>NodeFace</name>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
</context>
<context>
    <name>NodeStatus</name>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>missing node</source>
        <translation>缺失节点</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>已静音</translation>
    </message>
    <message>
        <source>bypassed</source>
        <translation>已忽略</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>cached</source>
        <translation>已缓存</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>This PC</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>≈ %1 credits</source>
        <translation>≈ %1 积分</translation>
    </message>
    <message>
        <source>%1 credits</source>
        <translation>%1 积分</translation>
    </message>
</context>
<context>
    <name>NodeType</name>
    <message>
        <source>KSampler</source>
        <translation>K采样器</translation>
    </message>
    <message>
        <source>KSampler (Advanced)</source>
        <translation>K采样器（高级）</translation>
    </message>
    <message>
        <source>CLIP Text Encode (Prompt)</source>
        <translation>CLIP文本编码（提示词）</translation>
    </message>
    <message>
        <source>Load Checkpoint</source>
        <translation>Checkpoint加载器</translation>
    </message>
    <message>
        <source>VAE Decode</source>
        <translation>VAE解码</translation>
    </message>
    <message>
        <source>VAE Encode</source>
        <translation>VAE编码</translation>
    </message>
    <message>
        <source>Load VAE</source>
        <translation>VAE加载器</translation>
    </message>
    <message>
        <source>Load LoRA</source>
        <translation>LoRA加载器</translation>
    </message>
    <message>
        <source>Load ControlNet Model</source>
        <translation>ControlNet加载器</translation>
    </message>
    <message>
        <source>Empty Latent Image</source>
        <translation>空Latent图像</translation>
    </message>
    <message>
        <source>Upscale Latent</source>
        <translation>放大Latent</translation>
    </message>
    <message>
        <source>Load Image</source>
        <translation>加载图像</translation>
    </message>
    <message>
        <source>Save Image</source>
        <translation>保存图像</translation>
    </message>
    <message>
        <source>Preview Image</source>
        <translation>预览图像</translation>
    </message>
    <message>
        <source>Upscale Image</source>
        <translation>缩放图像</translation>
    </message>
    <message>
        <source>Upscale Image By</source>
        <translation>按系数缩放图像</translation>
    </message>
    <message>
        <source>Invert Image</source>
        <translation>反转图像</translation>
    </message>
    <message>
        <source>Image Blend</source>
        <translation>混合图像</translation>
    </message>
    <message>
        <source>Image Blur</source>
        <translation>模糊图像</translation>
    </message>
    <message>
        <source>Image Sharpen</source>
        <translation>锐化图像</translation>
    </message>
    <message>
        <source>Image Crop</source>
        <translation>裁剪图像</translation>
    </message>
    <message>
        <source>Pad Image for Outpainting</source>
        <translation>外补画板</translation>
    </message>
    <message>
        <source>Image Composite Masked</source>
        <translation>按遮罩合成图像</translation>
    </message>
    <message>
        <source>Batch Images</source>
        <translation>图像组合批次</translation>
    </message>
    <message>
        <source>Image Stitch</source>
        <translation>拼接图像</translation>
    </message>
    <message>
        <source>Empty Image</source>
        <translation>空图像</translation>
    </message>
    <message>
        <source>Convert Image to Mask</source>
        <translation>图像转换为遮罩</translation>
    </message>
    <message>
        <source>Convert Mask to Image</source>
        <translation>遮罩转换为图像</translation>
    </message>
    <message>
        <source>Get Image Size</source>
        <translation>获取图像尺寸</translation>
    </message>
    <message>
        <source>Int</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>浮点数</translation>
    </message>
    <message>
        <source>String</source>
        <translation>字符串</translation>
    </message>
    <message>
        <source>String (Multiline)</source>
        <translation>多行字符串</translation>
    </message>
    <message>
        <source>Boolean</source>
        <translation>布尔值</translation>
    </message>
    <message>
        <source>Load Upscale Model</source>
        <translation>放大模型加载器</translation>
    </message>
    <message>
        <source>Upscale Image (using Model)</source>
        <translation>使用模型放大图像</translation>
    </message>
    <message>
        <source>Load Image (as Mask)</source>
        <translation>加载图像（作为遮罩）</translation>
    </message>
    <message>
        <source>Reroute</source>
        <translation>转接点</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>注释</translation>
    </message>
</context>
<context>
    <name>Port</name>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>image1</source>
        <translation>图像1</translation>
    </message>
    <message>
        <source>image2</source>
        <translation>图像2</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>Latent</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正面条件</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负面条件</translation>
    </message>
    <message>
        <source>latent_image</source>
        <translation>Latent图像</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>noise_seed</source>
        <translation>噪波种子</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>cfg</source>
        <translation>CFG</translation>
    </message>
    <message>
        <source>sampler_name</source>
        <translation>采样器</translation>
    </message>
    <message>
        <source>scheduler</source>
        <translation>调度器</translation>
    </message>
    <message>
        <source>denoise</source>
        <translation>降噪</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>batch_size</source>
        <translation>批次大小</translation>
    </message>
    <message>
        <source>upscale_method</source>
        <translation>缩放方法</translation>
    </message>
    <message>
        <source>crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>scale_by</source>
        <translation>缩放系数</translation>
    </message>
    <message>
        <source>blend_factor</source>
        <translation>混合系数</translation>
    </message>
    <message>
        <source>blend_mode</source>
        <translation>混合模式</translation>
    </message>
    <message>
        <source>blur_radius</source>
        <translation>模糊半径</translation>
    </message>
    <message>
        <source>sharpen_radius</source>
        <translation>锐化半径</translation>
    </message>
    <message>
        <source>sigma</source>
        <translation>Sigma</translation>
    </message>
    <message>
        <source>alpha</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>match_image_size</source>
        <translation>匹配图像尺寸</translation>
    </message>
    <message>
        <source>spacing_width</source>
        <translation>间距宽度</translation>
    </message>
    <message>
        <source>spacing_color</source>
        <translation>间距颜色</translation>
    </message>
    <message>
        <source>filename_prefix</source>
        <translation>文件名前缀</translation>
    </message>
    <message>
        <source>model_name</source>
        <translation>模型名称</translation>
    </message>
    <message>
        <source>ckpt_name</source>
        <translation>Checkpoint名称</translation>
    </message>
    <message>
        <source>vae_name</source>
        <translation>VAE名称</translation>
    </message>
    <message>
        <source>lora_name</source>
        <translation>LoRA名称</translation>
    </message>
    <message>
        <source>upscale_model</source>
        <translation>放大模型</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>color</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>top</source>
        <translation>上</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>下</translation>
    </message>
    <message>
        <source>feathering</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>destination</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>resize_source</source>
        <translation>缩放来源</translation>
    </message>
    <message>
        <source>x</source>
        <translation>X</translation>
    </message>
    <message>
        <source>y</source>
        <translation>Y</translation>
    </message>
    <message>
        <source>strength_model</source>
        <translation>模型强度</translation>
    </message>
    <message>
        <source>strength_clip</source>
        <translation>CLIP强度</translation>
    </message>
    <message>
        <source>IMAGE</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>MASK</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <source>MODEL</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>CONDITIONING</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>LATENT</source>
        <translation>Latent</translation>
    </message>
    <message>
        <source>UPSCALE_MODEL</source>
        <translation>放大模型</translation>
    </message>
    <message>
        <source>INT</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>FLOAT</source>
        <translation>浮点数</translation>
    </message>
    <message>
        <source>STRING</source>
        <translation>字符串</translation>
    </message>
    <message>
        <source>BOOLEAN</source>
        <translation>布尔值</translation>
    </message>
    <message>
        <source>COMBO</source>
        <translation>选项</translation>
    </message>
</context>
<context>
    <name>Screenshot</name>
    <message>
        <source>“%1” can&apos;t be written.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>weft::CanvasView</name>
    <message>
        <source>Both ends are outputs</source>
        <translation>两端都是输出接口</translation>
    </message>
    <message>
        <source>Both ends are inputs</source>
        <translation>两端都是输入接口</translation>
    </message>
    <message>
        <source>“%1” has no port for %2</source>
        <translation>“%1”没有可接 %2 的接口</translation>
    </message>
    <message>
        <source>Run on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>Wherever it is best</source>
        <translation>自动选择最合适的机器</translation>
    </message>
    <message>
        <source>This PC</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Not this PC</source>
        <translation>不在本机</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Bypass</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Collapse</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Connect to…</source>
        <translation>连接到…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Add a node…</source>
        <translation>添加节点…</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Fit everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Fit the selection</source>
        <translation>显示所选</translation>
    </message>
    <message>
        <source>No machine that you reach offers “%1”</source>
        <translation>没有可用的机器提供“%1”</translation>
    </message>
    <message>
        <source>Nodes that fit %1</source>
        <translation>可接 %1 的节点</translation>
    </message>
    <message>
        <source>Search nodes</source>
        <translation>搜索节点</translation>
    </message>
    <message>
        <source>Find in this workflow</source>
        <translation>在此工作流中查找</translation>
    </message>
    <message>
        <source>Select one node first</source>
        <translation>请先选择一个节点</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>%1 doesn&apos;t fit an input for %2</source>
        <translation>%1 不能接入 %2 输入</translation>
    </message>
    <message>
        <source>That would make a circle: a node can&apos;t wait for itself</source>
        <translation>这样会形成循环：节点不能等待自己</translation>
    </message>
    <message>
        <source>These two can&apos;t be connected</source>
        <translation>这两个接口不能连接</translation>
    </message>
    <message>
        <source>Workflow</source>
        <translation>工作流</translation>
    </message>
    <message>
        <source>The clipboard holds no nodes</source>
        <translation>剪贴板中没有节点</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be copied into the input folder</source>
        <translation>无法将“%1”复制到输入文件夹</translation>
    </message>
</context>
<context>
    <name>weft::LibraryPanel</name>
    <message>
        <source>Search nodes…</source>
        <translation>搜索节点…</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
</context>
<context>
    <name>weft::MachinesPanel</name>
    <message>
        <source>Machines</source>
        <translation>机器</translation>
    </message>
</context>
<context>
    <name>weft::MainWindow</name>
    <message>
        <source>NODES</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MACHINES</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RESULTS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This PC</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>%1 /s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a workflow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workflows and pictures (*.json *.png *.webp);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the workflow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>workflow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workflows (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has changes that aren&apos;t saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>weft::Minimap</name>
    <message>
        <source>Minimap</source>
        <translation>小地图</translation>
    </message>
</context>
<context>
    <name>weft::PickPopup</name>
    <message>
        <source>Nothing fits</source>
        <translation>没有匹配项</translation>
    </message>
</context>
<context>
    <name>weft::ResultsPanel</name>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Pictures appear here as runs finish.</source>
        <translation>运行完成后，图片会显示在这里。</translation>
    </message>
</context>
<context>
    <name>weft::RunPresenter</name>
    <message>
        <source>sees the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sees the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sees latents: the picture can be rebuilt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>weft::SettingEditor</name>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a picture</source>
        <translation>选择图片</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.gif);;All files (*)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.webp *.bmp *.gif);;所有文件 (*)</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t a number</source>
        <translation>“%1”不是数字</translation>
    </message>
</context>
<context>
    <name>weft::StatusStrip</name>
    <message>
        <source>No relay: everything runs on this PC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · end to end encrypted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 can&apos;t be reached · runs on this PC go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n machines</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wires cross</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>held %1 · charged so far %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last run: %1 credits</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>weft::TopBar</name>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>New workflow</source>
        <translation>新建工作流</translation>
    </message>
    <message>
        <source>Only here</source>
        <translation>仅限本机</translation>
    </message>
    <message>
        <source>Trusted machines</source>
        <translation>信任的机器</translation>
    </message>
    <message>
        <source>Any machine</source>
        <translation>任意机器</translation>
    </message>
    <message>
        <source>Which machines may run parts of this workflow</source>
        <translation>哪些机器可以运行此工作流</translation>
    </message>
    <message>
        <source>Sharing my GPU</source>
        <translation>正在共享我的显卡</translation>
    </message>
    <message>
        <source>Share my GPU</source>
        <translation>共享我的显卡</translation>
    </message>
    <message>
        <source>%1 credits</source>
        <translation>%1 积分</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop the run; what isn&apos;t delivered isn&apos;t charged</source>
        <translation>停止运行；未交付的部分不收费</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>≈ %1, at most %2</source>
        <translation>≈ %1，最多 %2</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>Run the workflow (Ctrl+Enter)</source>
        <translation>运行工作流（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Only here: nothing leaves this computer</source>
        <translation>仅限本机：任何数据都不会离开这台电脑</translation>
    </message>
    <message>
        <source>Trusted machines: mine and those I chose</source>
        <translation>信任的机器：我的机器和我选择的机器</translation>
    </message>
    <message>
        <source>Any machine: whoever is fastest</source>
        <translation>任意机器：选择最快的</translation>
    </message>
</context>
<context>
    <name>weft::WorkflowPage</name>
    <message>
        <source>Untitled</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
