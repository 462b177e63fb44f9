<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AppFields</name>
    <message>
        <source>What you want to see</source>
        <translation>想看到的内容</translation>
    </message>
    <message>
        <source>What you don&apos;t want to see</source>
        <translation>不想看到的内容</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
</context>
<context>
    <name>BlindCredits</name>
    <message>
        <source>Blind credits hide which account pays for a job: the relay signs them without seeing them, and takes them on a connection without a login.</source>
        <translation>盲签积分隐藏由哪个账户为任务付费：中继签发时看不到它们，收取时所用的连接也不登录。</translation>
    </message>
    <message>
        <source>They don&apos;t hide your network address (for that, set a proxy such as Tor), nor when you withdraw and when you spend, nor amounts that few others use. The jobs of one run can be seen to belong together, and the machine that runs a job still sees the job.</source>
        <translation>它们不隐藏你的网络地址（为此请设置 Tor 之类的代理），不隐藏提取和花费的时间，也不隐藏很少有人使用的金额。同一次运行的任务可以看出属于一起，而执行任务的机器仍然看得到任务内容。</translation>
    </message>
    <message>
        <source>Withdrawing ends the 14-day refund of these credits. They lie in a file on this computer: lose it, and they are lost; a copy of it is no second money.</source>
        <translation>提取之后，这些额度不再享有 14 天退款。它们保存在这台电脑的一个文件里：丢失文件就丢失额度；复制文件并不会多出一份。</translation>
    </message>
</context>
<context>
    <name>CanvasAction</name>
    <message>
        <source>Add a node…</source>
        <translation>添加节点…</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>What this node does</source>
        <translation>节点说明</translation>
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
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
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
        <source>Delete with its wires</source>
        <translation>连同连线一起删除</translation>
    </message>
    <message>
        <source>Select everything</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Edit the first setting</source>
        <translation>编辑第一项设置</translation>
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
        <source>Swap for another node…</source>
        <translation>换成其他节点…</translation>
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
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Paint a mask…</source>
        <translation>绘制遮罩…</translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation>自动排列</translation>
    </message>
    <message>
        <source>Align left edges</source>
        <translation>左对齐</translation>
    </message>
    <message>
        <source>Align centres</source>
        <translation>水平居中对齐</translation>
    </message>
    <message>
        <source>Align right edges</source>
        <translation>右对齐</translation>
    </message>
    <message>
        <source>Align top edges</source>
        <translation>顶端对齐</translation>
    </message>
    <message>
        <source>Align middles</source>
        <translation>垂直居中对齐</translation>
    </message>
    <message>
        <source>Align bottom edges</source>
        <translation>底端对齐</translation>
    </message>
    <message>
        <source>Distribute across</source>
        <translation>水平等距分布</translation>
    </message>
    <message>
        <source>Distribute down</source>
        <translation>垂直等距分布</translation>
    </message>
    <message>
        <source>Snap to the grid</source>
        <translation>吸附到网格</translation>
    </message>
    <message>
        <source>Show, dim or hide wires</source>
        <translation>显示、淡化或隐藏连线</translation>
    </message>
    <message>
        <source>Tint nodes by machine</source>
        <translation>按机器为节点着色</translation>
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
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Natural size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>Go to what feeds the node</source>
        <translation>转到上游节点</translation>
    </message>
    <message>
        <source>Go to what the node feeds</source>
        <translation>转到下游节点</translation>
    </message>
    <message>
        <source>Go left</source>
        <translation>转到左侧</translation>
    </message>
    <message>
        <source>Go right</source>
        <translation>转到右侧</translation>
    </message>
    <message>
        <source>Go up</source>
        <translation>转到上方</translation>
    </message>
    <message>
        <source>Go down</source>
        <translation>转到下方</translation>
    </message>
    <message>
        <source>Push left</source>
        <translation>向左移动</translation>
    </message>
    <message>
        <source>Push right</source>
        <translation>向右移动</translation>
    </message>
    <message>
        <source>Push up</source>
        <translation>向上移动</translation>
    </message>
    <message>
        <source>Push down</source>
        <translation>向下移动</translation>
    </message>
    <message>
        <source>Bend a wire</source>
        <translation>弯折连线</translation>
    </message>
    <message>
        <source>Setting as input, or back…</source>
        <translation>设置项变为输入，或变回…</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Make a subgraph…</source>
        <translation>创建子图…</translation>
    </message>
    <message>
        <source>Unpack the subgraph</source>
        <translation>展开子图</translation>
    </message>
    <message>
        <source>Open the subgraph</source>
        <translation>打开子图</translation>
    </message>
    <message>
        <source>Leave the subgraph</source>
        <translation>离开子图</translation>
    </message>
    <message>
        <source>Go to the next bend point</source>
        <translation>转到下一个转接点</translation>
    </message>
    <message>
        <source>Publish as API…</source>
        <translation>发布为 API…</translation>
    </message>
</context>
<context>
    <name>PresetMenu</name>
    <message>
        <source>Save as preset</source>
        <translation>保存为预设</translation>
    </message>
    <message>
        <source>Name. A preset of the same name is replaced.</source>
        <translation>名称。同名的预设会被替换。</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>Save as preset…</source>
        <translation>保存为预设…</translation>
    </message>
    <message>
        <source>Save as default</source>
        <translation>保存为默认值</translation>
    </message>
    <message>
        <source>Forget defaults</source>
        <translation>忘记默认值</translation>
    </message>
</context>
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
    <message>
        <source>compositing</source>
        <translation>合成</translation>
    </message>
    <message>
        <source>_for_testing</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>controlnet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>flux</source>
        <translation>Flux</translation>
    </message>
    <message>
        <source>guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>guiders</source>
        <translation>引导器</translation>
    </message>
    <message>
        <source>instructpix2pix</source>
        <translation>InstructPix2Pix</translation>
    </message>
    <message>
        <source>logic</source>
        <translation>逻辑</translation>
    </message>
    <message>
        <source>model_merging</source>
        <translation>模型融合</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>噪波</translation>
    </message>
    <message>
        <source>operations</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>preprocessors</source>
        <translation>预处理器</translation>
    </message>
    <message>
        <source>sd3</source>
        <translation>SD3</translation>
    </message>
    <message>
        <source>sigmas</source>
        <translation>Sigmas</translation>
    </message>
    <message>
        <source>string</source>
        <translation>字符串</translation>
    </message>
    <message>
        <source>unet</source>
        <translation>UNET</translation>
    </message>
    <message>
        <source>utilities</source>
        <translation>实用工具</translation>
    </message>
    <message>
        <source>video_models</source>
        <translation>视频模型</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>language model</source>
        <translation>语言模型</translation>
    </message>
    <message>
        <source>external_tooling</source>
        <translation>外部工具</translation>
    </message>
    <message>
        <source>api</source>
        <translation>API</translation>
    </message>
</context>
<context>
    <name>Cli</name>
    <message>
        <source>Pay with blind credits, over a connection without a login (see weft wallet blind --help).</source>
        <translation>用盲签积分付费，所用连接不登录（参见 weft wallet blind --help）。</translation>
    </message>
    <message>
        <source>--blind needs --relay.</source>
        <translation>--blind 需要 --relay。</translation>
    </message>
    <message>
        <source>--proxy takes an address such as socks5://127.0.0.1:9050.</source>
        <translation>--proxy 需要形如 socks5://127.0.0.1:9050 的地址。</translation>
    </message>
    <message>
        <source>There are withdraw AMOUNT, show and deposit.</source>
        <translation>可用的有 withdraw AMOUNT、show 和 deposit。</translation>
    </message>
    <message>
        <source>How many credits? A number such as 20 or 0.5, at least 0.01.</source>
        <translation>要多少额度？请给出数字，例如 20 或 0.5，最少 0.01。</translation>
    </message>
    <message>
        <source>Blind credits: %1; paid and not settled: %2.</source>
        <translation>盲签积分：%1；已付未结算：%2。</translation>
    </message>
    <message>
        <source>Keys of epoch %1: %2. Everybody at this relay must see the same.</source>
        <translation>第 %1 期的密钥：%2。在此中继上人人看到的必须相同。</translation>
    </message>
    <message>
        <source>The relay whose credits they are.</source>
        <translation>这些额度所属的中继。</translation>
    </message>
    <message>
        <source>Lists the node types that can be run.</source>
        <translation>列出可运行的节点类型。</translation>
    </message>
    <message>
        <source>As JSON, with inputs, outputs and models.</source>
        <translation>以 JSON 输出，包含输入、输出和模型。</translation>
    </message>
    <message>
        <source>A folder of models; may be repeated.</source>
        <translation>模型文件夹；可重复使用。</translation>
    </message>
    <message>
        <source>Also what this relay&apos;s machines offer.</source>
        <translation>也列出此中继上的机器所提供的节点。</translation>
    </message>
    <message>
        <source>The folder of this user&apos;s key and cache.</source>
        <translation>存放用户密钥和缓存的文件夹。</translation>
    </message>
    <message>
        <source>[%1/%2] %3 on %4%5</source>
        <translation>[%1/%2] %3 运行于 %4%5</translation>
    </message>
    <message>
        <source>Give a setting another value; NODE is an id, or a title or type that only one node has.</source>
        <translation>更改设置的值；NODE 是节点编号，或唯一的标题或类型。</translation>
    </message>
    <message>
        <source>The folder that pictures are loaded from (default: this folder).</source>
        <translation>读取图片的文件夹（默认：当前文件夹）。</translation>
    </message>
    <message>
        <source>The folder that results are saved in (default: output).</source>
        <translation>保存结果的文件夹（默认：output）。</translation>
    </message>
    <message>
        <source>A folder of models (upscale_models/, ...); may be repeated.</source>
        <translation>模型文件夹（upscale_models/ 等）；可重复使用。</translation>
    </message>
    <message>
        <source>Use machines that this relay knows.</source>
        <translation>使用此中继上的机器。</translation>
    </message>
    <message>
        <source>Nothing leaves this computer.</source>
        <translation>任何数据都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>The most that a run may cost.</source>
        <translation>一次运行的费用上限。</translation>
    </message>
    <message>
        <source>Of computing: auto, fp32, bf16 or fp16.</source>
        <translation>计算精度：auto、fp32、bf16 或 fp16。</translation>
    </message>
    <message>
        <source>Save a value of a node&apos;s output; SLOT is its number or name.</source>
        <translation>保存节点输出的值；SLOT 是输出的编号或名称。</translation>
    </message>
    <message>
        <source>Write what ran where, how long and for how much.</source>
        <translation>写出各节点在哪里运行、用时和费用。</translation>
    </message>
    <message>
        <source>The folder of this user&apos;s key and cache (default: the usual one, or WEFT_HOME).</source>
        <translation>存放用户密钥和缓存的文件夹（默认：通常位置，或 WEFT_HOME）。</translation>
    </message>
    <message>
        <source>A workflow, an API file, or a picture that carries either.</source>
        <translation>工作流、API 文件，或带有其中之一的图片。</translation>
    </message>
    <message>
        <source>--set needs NODE.INPUT=VALUE, not “%1”.</source>
        <translation>--set 的格式是 NODE.INPUT=VALUE，而不是“%1”。</translation>
    </message>
    <message>
        <source>--save needs NODE:SLOT=FILE.safetensors, not “%1”.</source>
        <translation>--save 的格式是 NODE:SLOT=FILE.safetensors，而不是“%1”。</translation>
    </message>
    <message>
        <source>Which file is to be run?</source>
        <translation>要运行哪个文件？</translation>
    </message>
    <message>
        <source>--precision takes auto, fp32, bf16 or fp16.</source>
        <translation>--precision 可取 auto、fp32、bf16 或 fp16。</translation>
    </message>
    <message>
        <source>--max-credits takes a number such as 2 or 0.5.</source>
        <translation>--max-credits 需要数字，例如 2 或 0.5。</translation>
    </message>
    <message>
        <source>--comfy takes an address such as http://127.0.0.1:8188.</source>
        <translation>--comfy 需要形如 http://127.0.0.1:8188 的地址。</translation>
    </message>
    <message>
        <source>Use the nodes of a running ComfyUI; “none”: not even of one at its usual address.</source>
        <translation>使用正在运行的 ComfyUI 的节点；“none” 表示连它通常的地址也不用。</translation>
    </message>
    <message>
        <source>--relay takes an address that begins with ws:// or wss://.</source>
        <translation>--relay 需要以 ws:// 或 wss:// 开头的地址。</translation>
    </message>
    <message>
        <source>Runs workflows, here and on other people&apos;s machines.</source>
        <translation>在本机和其他人的机器上运行工作流。</translation>
    </message>
    <message>
        <source>Held %1, charged %2, released %3 credits.</source>
        <translation>冻结 %1，扣除 %2，退回 %3 积分。</translation>
    </message>
    <message>
        <source>There are list, get NAME..., check, folders [add PATH | remove PATH] and duplicates.</source>
        <translation>可用：list、get NAME...、check、folders [add PATH | remove PATH] 和 duplicates。</translation>
    </message>
    <message>
        <source>Which model is to be got? weft models list tells their names.</source>
        <translation>要获取哪个模型？weft models list 会列出名称。</translation>
    </message>
    <message>
        <source>--mirror needs HOST=ADDRESS, the address with https, not “%1”.</source>
        <translation>--mirror 需要“主机=地址”，地址须为 https，而不是“%1”。</translation>
    </message>
    <message>
        <source>Models that Weft knows where to get, and those of this computer.</source>
        <translation>Weft 知道从何处获取的模型，以及这台电脑上的模型。</translation>
    </message>
    <message>
        <source>Get from another address what a host has, such as huggingface.co=https://hf.example; may be repeated.</source>
        <translation>从另一个地址获取某主机上的内容，例如 huggingface.co=https://hf.example；可重复使用。</translation>
    </message>
    <message>
        <source>A file with the access token of your account on the site, for models whose licence was accepted there.</source>
        <translation>包含你在该网站账户访问令牌的文件，用于已在网站上接受许可的模型。</translation>
    </message>
    <message>
        <source>Also the models that it is used with.</source>
        <translation>同时获取与其配合使用的模型。</translation>
    </message>
    <message>
        <source>As JSON.</source>
        <translation>以 JSON 输出。</translation>
    </message>
    <message>
        <source>same size and checksum</source>
        <translation>大小和校验和一致</translation>
    </message>
    <message>
        <source>same size; the site tells no checksum</source>
        <translation>大小一致；网站未提供校验和</translation>
    </message>
    <message>
        <source>not checked: the site asks for an account that accepted the licence (--token-file)</source>
        <translation>未检查：该网站要求使用已接受许可的账户（--token-file）</translation>
    </message>
    <message>
        <source>there, but nothing to compare</source>
        <translation>存在，但没有可比较的内容</translation>
    </message>
    <message>
        <source>ANOTHER SIZE</source>
        <translation>大小不符</translation>
    </message>
    <message>
        <source>ANOTHER CHECKSUM</source>
        <translation>校验和不符</translation>
    </message>
    <message>
        <source>folders of models</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>%1  (downloads, %2 free)</source>
        <translation>%1  （下载位置，剩余 %2）</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t one of the folders; weft models folders lists them.</source>
        <translation>“%1”不在文件夹列表中；weft models folders 会列出它们。</translation>
    </message>
    <message>
        <source>Files that are there more than once: %1; without the copies %2 would be free.</source>
        <translation>重复的文件：%1 个；去掉副本可腾出 %2。</translation>
    </message>
    <message>
        <source>Weft knows no model “%1”; weft models list tells their names.</source>
        <translation>Weft 不认识模型“%1”；weft models list 会列出名称。</translation>
    </message>
    <message>
        <source>There are show, top-up AMOUNT, history, refund ID, card [save | remove], auto-top-up [off], onboard, payout AMOUNT and to-credits AMOUNT. Amounts are credits; 100 credits are $1.</source>
        <translation>可用命令为 show、top-up AMOUNT、history、refund ID、card [save | remove]、auto-top-up [off]、onboard、payout AMOUNT 和 to-credits AMOUNT。金额以积分计，100 积分为 1 美元。</translation>
    </message>
    <message>
        <source>The relay whose account is meant (default: the one in the settings).</source>
        <translation>要查看哪个中继上的账户（默认：设置中的中继）。</translation>
    </message>
    <message>
        <source>Only print the address of the payment service&apos;s page.</source>
        <translation>只显示支付服务页面的地址。</translation>
    </message>
    <message>
        <source>Let the payment service keep the card, for automatic top ups.</source>
        <translation>让支付服务保存此卡，用于自动充值。</translation>
    </message>
    <message>
        <source>As CSV.</source>
        <translation>以 CSV 格式输出。</translation>
    </message>
    <message>
        <source>Only what happened from this day on, such as 2026-11-01.</source>
        <translation>只列出从这一天起的记录，例如 2026-11-01。</translation>
    </message>
    <message>
        <source>Automatic top up: when less than this is left ...</source>
        <translation>自动充值：余额低于此数时……</translation>
    </message>
    <message>
        <source>... this is added ...</source>
        <translation>……充值此数……</translation>
    </message>
    <message>
        <source>... at most this in a calendar month.</source>
        <translation>……每个自然月最多此数。</translation>
    </message>
    <message>
        <source>Your authenticator&apos;s six-digit code.</source>
        <translation>验证器上的六位验证码。</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t an amount: write whole credits, such as 500.</source>
        <translation>“%1”不是有效金额：请填写整数积分，例如 500。</translation>
    </message>
    <message>
        <source>auto-top-up needs --below, --amount and --monthly-limit.</source>
        <translation>auto-top-up 需要 --below、--amount 和 --monthly-limit。</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t the id of a top up; weft wallet show lists them.</source>
        <translation>“%1”不是充值的编号；可用 weft wallet show 查看。</translation>
    </message>
    <message>
        <source>--since takes a day such as 2026-11-01, not “%1”.</source>
        <translation>--since 需要日期，例如 2026-11-01，而不是“%1”。</translation>
    </message>
    <message>
        <source>Your credits and earnings at a relay: what there is, and where it goes.</source>
        <translation>你在中继上的积分与收益：有多少，去了哪里。</translation>
    </message>
    <message>
        <source>No browser came up. Open the address yourself.</source>
        <translation>浏览器没有打开。请自行打开该地址。</translation>
    </message>
    <message>
        <source>Waiting for the payment; Ctrl+C ends waiting, the page stays valid.</source>
        <translation>正在等待付款；按 Ctrl+C 结束等待，付款页面仍然有效。</translation>
    </message>
    <message>
        <source>If you still pay there, the credits come by themselves.</source>
        <translation>如果你之后仍在页面上付款，积分会自动到账。</translation>
    </message>
    <message>
        <source>+%1 credits</source>
        <translation>+%1 积分</translation>
    </message>
    <message>
        <source> (earnings)</source>
        <translation>（收益）</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>还没有任何记录。</translation>
    </message>
    <message>
        <source>%1 credits (%2), %3 held for runs</source>
        <translation>%1 积分（%2），另有 %3 积分为运行预留</translation>
    </message>
    <message>
        <source>This relay is in test mode: no real money moves.</source>
        <translation>此中继处于测试模式：不会发生真实的资金往来。</translation>
    </message>
    <message>
        <source> %1 can go back until %2.</source>
        <translation>可退 %1 积分，截止 %2。</translation>
    </message>
    <message>
        <source>top up %1  %2  %3 credits: %4</source>
        <translation>充值 %1  %2  %3 积分：%4</translation>
    </message>
    <message>
        <source>payout %1  %2  %3 credits: %4</source>
        <translation>提现 %1  %2  %3 积分：%4</translation>
    </message>
    <message>
        <source>Earnings: %1 can be paid out, %2 mature later, %3 in reserve</source>
        <translation>收益：%1 可提现，%2 尚未到期，%3 为保留金</translation>
    </message>
    <message>
        <source>; %1 on %2</source>
        <translation>；其中 %1 于 %2 到期</translation>
    </message>
    <message>
        <source>No card is saved.</source>
        <translation>没有保存的银行卡。</translation>
    </message>
    <message>
        <source>Card: %1 ending in %2</source>
        <translation>银行卡：%1，尾号 %2</translation>
    </message>
    <message>
        <source>Automatic top up: below %1 credits %2 are added, at most %3 a month (%4 so far)</source>
        <translation>自动充值：低于 %1 积分时充值 %2，每月最多 %3（本月已充 %4）</translation>
    </message>
    <message>
        <source>The last automatic top up didn&apos;t come: %1</source>
        <translation>上一次自动充值没有成功：%1</translation>
    </message>
    <message>
        <source>What is unspent of it goes back.</source>
        <translation>未使用的部分将退回。</translation>
    </message>
    <message>
        <source>The card is forgotten.</source>
        <translation>银行卡已移除。</translation>
    </message>
    <message>
        <source>Nothing is topped up by itself any more.</source>
        <translation>不再自动充值。</translation>
    </message>
    <message>
        <source>Automatic top up is on.</source>
        <translation>自动充值已开启。</translation>
    </message>
    <message>
        <source>The payout is on its way; weft wallet show tells how it goes.</source>
        <translation>提现已在途中；可用 weft wallet show 查看进展。</translation>
    </message>
    <message>
        <source>The earnings are credits now.</source>
        <translation>收益已转为积分。</translation>
    </message>
    <message>
        <source>There are show, set-password EMAIL, sign-in EMAIL, recover, recovery-code, devices, revoke DEVICE, totp on|off, approve CODE, approve-me and keychain [on|off].</source>
        <translation>可用：show、set-password EMAIL、sign-in EMAIL、recover、recovery-code、devices、revoke DEVICE、totp on|off、approve CODE、approve-me 和 keychain [on|off]。</translation>
    </message>
    <message>
        <source>Your account at a relay: password, recovery code, two-step sign-in and devices.</source>
        <translation>你在中继上的账户：密码、恢复码、两步验证和设备。</translation>
    </message>
    <message>
        <source>The relay (default: the one in the settings).</source>
        <translation>中继（默认：设置中的那个）。</translation>
    </message>
    <message>
        <source>This machine&apos;s key file (default: device.key in that folder).</source>
        <translation>这台机器的密钥文件（默认：该文件夹中的 device.key）。</translation>
    </message>
    <message>
        <source>How this machine is called in the list of devices.</source>
        <translation>这台机器在设备列表中的名称。</translation>
    </message>
    <message>
        <source>The six digits of your authenticator, where two-step sign-in is on.</source>
        <translation>验证器上的六位数字（开启了两步验证时）。</translation>
    </message>
    <message>
        <source>Read passwords and recovery codes from standard input, one a line, in the order in which they are asked for.</source>
        <translation>从标准输入读取密码和恢复码，每行一个，按询问的顺序。</translation>
    </message>
    <message>
        <source>Which relay? Say --relay wss://ADDRESS.</source>
        <translation>哪个中继？请写 --relay wss://ADDRESS。</translation>
    </message>
    <message>
        <source>Code of your authenticator</source>
        <translation>验证器上的验证码</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Account: %1</source>
        <translation>账户：%1</translation>
    </message>
    <message>
        <source>E-mail address: %1</source>
        <translation>邮箱地址：%1</translation>
    </message>
    <message>
        <source>Password: %1</source>
        <translation>密码：%1</translation>
    </message>
    <message>
        <source>Recovery code: %1</source>
        <translation>恢复码：%1</translation>
    </message>
    <message>
        <source>Two-step sign-in: %1</source>
        <translation>两步验证：%1</translation>
    </message>
    <message>
        <source>Devices: %1</source>
        <translation>设备：%1</translation>
    </message>
    <message>
        <source>This account has earned something. Make a recovery code, so that it isn&apos;t lost with this computer: weft account recovery-code</source>
        <translation>这个账户已有收益。请生成恢复码，以免它随这台电脑一起丢失：weft account recovery-code</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Password until now</source>
        <translation>现有密码</translation>
    </message>
    <message>
        <source>From now on you can sign in with this address and password on other devices.</source>
        <translation>从现在起，你可以在其他设备上用这个地址和密码登录。</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>This device is signed in, and the code is used up. Set a new password and make a new recovery code now.</source>
        <translation>这台设备已登录，恢复码已用掉。请现在设置新密码并生成新的恢复码。</translation>
    </message>
    <message>
        <source>Write this code down and keep it apart from this computer. It is shown once, and the one before it is void.</source>
        <translation>请抄下这个恢复码，并与这台电脑分开保存。它只显示一次，之前的恢复码已作废。</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>this device</source>
        <translation>这台设备</translation>
    </message>
    <message>
        <source>online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t the start of exactly one device&apos;s id; weft account devices lists them.</source>
        <translation>“%1”不是唯一一台设备编号的开头；weft account devices 会列出它们。</translation>
    </message>
    <message>
        <source>That device is signed out and can&apos;t come back with its key.</source>
        <translation>那台设备已退出，不能再用它的密钥登录。</translation>
    </message>
    <message>
        <source>Give this secret to your authenticator, then type the code that it shows</source>
        <translation>请把这个密钥输入验证器，然后输入它显示的验证码</translation>
    </message>
    <message>
        <source>Two-step sign-in is on.</source>
        <translation>两步验证已开启。</translation>
    </message>
    <message>
        <source>Two-step sign-in is off.</source>
        <translation>两步验证已关闭。</translation>
    </message>
    <message>
        <source>That machine is signed in to this account.</source>
        <translation>那台机器已登录到这个账户。</translation>
    </message>
    <message>
        <source>Type this code on a device that is signed in: Account, Approve a machine; or weft account approve %1. It is valid for 10 minutes.</source>
        <translation>请在已登录的设备上输入这个代码：“账户”中的“批准机器”，或 weft account approve %1。10 分钟内有效。</translation>
    </message>
    <message>
        <source>This machine is signed in.</source>
        <translation>这台机器已登录。</translation>
    </message>
    <message>
        <source>This machine&apos;s key rests in %1, which only you can read.</source>
        <translation>这台机器的密钥保存在 %1 中，只有你能读取。</translation>
    </message>
    <message>
        <source>This machine&apos;s key rests in the system keychain.</source>
        <translation>这台机器的密钥保存在系统密钥环中。</translation>
    </message>
    <message>
        <source>This device is signed in. What its old account held came along, unless that has a password or other devices.</source>
        <translation>这台设备已登录。它原账户里的积分和收益已一并转入，除非原账户有密码或其他设备。</translation>
    </message>
    <message>
        <source>Reach relays through this SOCKS5 proxy only, such as socks5://127.0.0.1:9050 for Tor; it also finds their addresses (default: WEFT_PROXY, else the one in the settings).</source>
        <translation>只通过这个 SOCKS5 代理连接中继，例如 Tor 的 socks5://127.0.0.1:9050；中继的地址也由它查询（默认：WEFT_PROXY，否则用设置里的代理）。</translation>
    </message>
    <message>
        <source>The proxy in WEFT_PROXY or in the settings isn&apos;t an address such as socks5://127.0.0.1:9050. Nothing was connected.</source>
        <translation>WEFT_PROXY 或设置里的代理不是像 socks5://127.0.0.1:9050 这样的地址。没有建立任何连接。</translation>
    </message>
    <message>
        <source>weft call NAME [KEY=VALUE...] takes the same options: NAME is a node type, or an API that somebody offers.</source>
        <translation>weft call NAME [KEY=VALUE...] 接受同样的选项：NAME 是节点类型，或某人提供的 API。</translation>
    </message>
    <message>
        <source>weft call takes one name, then KEY=VALUE for each parameter.</source>
        <translation>weft call 先接受一个名称，然后每个参数写成 KEY=VALUE。</translation>
    </message>
    <message>
        <source>There is no command “%1”; there are %2.</source>
        <translation>没有“%1”命令；可用的有 %2。</translation>
    </message>
    <message>
        <source>run workflows without a window</source>
        <translation>不开窗口运行工作流</translation>
    </message>
    <message>
        <source>list the nodes that can be run</source>
        <translation>列出可以运行的节点</translation>
    </message>
    <message>
        <source>list, get and check models</source>
        <translation>列出、获取和检查模型</translation>
    </message>
    <message>
        <source>let programs made for ComfyUI run their prompts here</source>
        <translation>让为 ComfyUI 制作的程序在此运行提示</translation>
    </message>
    <message>
        <source>make a workflow an API</source>
        <translation>把工作流发布为 API</translation>
    </message>
    <message>
        <source>call an API or a single node</source>
        <translation>调用 API 或单个节点</translation>
    </message>
    <message>
        <source>let others use this computer, for a price</source>
        <translation>有偿让他人使用这台电脑</translation>
    </message>
    <message>
        <source>your account at a relay</source>
        <translation>你在中继上的账户</translation>
    </message>
    <message>
        <source>your credits and earnings</source>
        <translation>你的积分和收益</translation>
    </message>
    <message>
        <source>weft [FILE...] opens the window. Without one:</source>
        <translation>weft [FILE...] 打开窗口。不开窗口时：</translation>
    </message>
    <message>
        <source>weft COMMAND --help tells more of each.</source>
        <translation>weft COMMAND --help 说明各个命令。</translation>
    </message>
    <message>
        <source>What callers type: small letters, digits and hyphens.</source>
        <translation>调用者输入的名称：小写字母、数字和连字符。</translation>
    </message>
    <message>
        <source>What people read.</source>
        <translation>供人阅读的标题。</translation>
    </message>
    <message>
        <source>What it does, in a sentence.</source>
        <translation>用一句话说明它做什么。</translation>
    </message>
    <message>
        <source>Of a call, in credits (default: 0).</source>
        <translation>每次调用的价格，以积分计（默认：0）。</translation>
    </message>
    <message>
        <source>A setting that callers may give; may be repeated (default: those of the form over this workflow).</source>
        <translation>调用者可以给出的设置；可重复（默认：该工作流表单中的设置）。</translation>
    </message>
    <message>
        <source>An output that callers get; may be repeated (default: what the workflow saves or shows).</source>
        <translation>调用者得到的输出；可重复（默认：工作流保存或显示的内容）。</translation>
    </message>
    <message>
        <source>Lists what is published.</source>
        <translation>列出已发布的内容。</translation>
    </message>
    <message>
        <source>Publishes it no more.</source>
        <translation>不再发布它。</translation>
    </message>
    <message>
        <source>weft publish needs a file, and --name with small letters, digits and hyphens, a letter first.</source>
        <translation>weft publish 需要一个文件，以及 --name（小写字母、数字和连字符，以字母开头）。</translation>
    </message>
    <message>
        <source>--price takes a number such as 2 or 0.5.</source>
        <translation>--price 接受 2 或 0.5 这样的数字。</translation>
    </message>
    <message>
        <source>“%1” is published for %2 credits a call; parameters: %3. It is offered while this computer is shared.</source>
        <translation>“%1”已发布，每次调用 %2 积分；参数：%3。共享本机期间会提供它。</translation>
    </message>
    <message>
        <source>There is no API “%1”.</source>
        <translation>没有 API“%1”。</translation>
    </message>
    <message>
        <source>Makes a workflow an API that others may call, for a price.</source>
        <translation>把工作流变成他人可以付费调用的 API。</translation>
    </message>
    <message>
        <source>Use the language models of a server with OpenAI&apos;s API (llama.cpp, Ollama, vLLM); “none”: not even those at their usual addresses.</source>
        <translation>使用兼容 OpenAI API 的服务器（llama.cpp、Ollama、vLLM）的语言模型；“none” 表示连通常地址上的也不用。</translation>
    </message>
    <message>
        <source>A file with the key for that server (or the variable WEFT_LANGUAGE_KEY).</source>
        <translation>存放该服务器密钥的文件（或用环境变量 WEFT_LANGUAGE_KEY）。</translation>
    </message>
    <message>
        <source>--language takes an address such as http://127.0.0.1:11434.</source>
        <translation>--language 需要形如 http://127.0.0.1:11434 的地址。</translation>
    </message>
    <message>
        <source>The key for the language server must be one word of letters, digits and signs.</source>
        <translation>语言服务器的密钥必须是由字母、数字和符号组成的一个词。</translation>
    </message>
    <message>
        <source>There is no command “%1”; there are run, serve, nodes, share, models, wallet and account.</source>
        <translation>没有命令“%1”；可用的有 run、serve、nodes、share、models、wallet 和 account。</translation>
    </message>
    <message>
        <source>The port (default: 8188, ComfyUI&apos;s, or any where that is taken).</source>
        <translation>端口（默认：ComfyUI 的 8188；已被占用时为任意端口）。</translation>
    </message>
    <message>
        <source>The address that is listened on (default: 127.0.0.1); others than this computer need a token.</source>
        <translation>监听的地址（默认：127.0.0.1）；本机以外的需要令牌。</translation>
    </message>
    <message>
        <source>Let nobody in without a token, this one or one that is known already; may be repeated.</source>
        <translation>没有令牌（此令牌或已知的令牌）谁也不能进入；可重复。</translation>
    </message>
    <message>
        <source>Make a token and print it.</source>
        <translation>生成一个令牌并显示。</translation>
    </message>
    <message>
        <source>Forget all tokens of before, with their budgets.</source>
        <translation>忘记以前的所有令牌及其预算。</translation>
    </message>
    <message>
        <source>The credits that these tokens may spend in all, each; without a token, everybody together.</source>
        <translation>这些令牌各自总共可花费的积分；没有令牌时为所有人合计。</translation>
    </message>
    <message>
        <source>The folder of ComfyUI&apos;s page for browsers (PyPI: comfyui-frontend-package).</source>
        <translation>ComfyUI 浏览器页面的文件夹（PyPI：comfyui-frontend-package）。</translation>
    </message>
    <message>
        <source>Serve over TLS: a certificate chain in a PEM file.</source>
        <translation>通过 TLS 提供服务：PEM 文件中的证书链。</translation>
    </message>
    <message>
        <source>The certificate&apos;s key in a PEM file.</source>
        <translation>PEM 文件中的证书密钥。</translation>
    </message>
    <message>
        <source>The folder of uploads, that pictures are loaded from (default: input).</source>
        <translation>上传文件所在、图片从中加载的文件夹（默认：input）。</translation>
    </message>
    <message>
        <source>--port takes a number up to 65535; 0 is any that is free.</source>
        <translation>--port 需要不大于 65535 的数字；0 表示任意空闲端口。</translation>
    </message>
    <message>
        <source>--listen takes an address such as 127.0.0.1, 0.0.0.0 or ::, not “%1”.</source>
        <translation>--listen 需要形如 127.0.0.1、0.0.0.0 或 :: 的地址，而不是“%1”。</translation>
    </message>
    <message>
        <source>--token needs at least %1 characters, so that nobody guesses it; --new-token makes a good one.</source>
        <translation>--token 至少需要 %1 个字符，以免被猜到；--new-token 会生成一个好的令牌。</translation>
    </message>
    <message>
        <source>--budget takes a number such as 2 or 0.5.</source>
        <translation>--budget 需要形如 2 或 0.5 的数字。</translation>
    </message>
    <message>
        <source>weft serve takes no files: “%1”.</source>
        <translation>weft serve 不接受文件：“%1”。</translation>
    </message>
    <message>
        <source>--tls-cert and --tls-key belong together.</source>
        <translation>--tls-cert 和 --tls-key 必须一起使用。</translation>
    </message>
    <message>
        <source>Serves ComfyUI&apos;s API, and its page for browsers: scripts and programs made for ComfyUI run here, and on other people&apos;s machines.</source>
        <translation>提供 ComfyUI 的 API 及其浏览器页面：为 ComfyUI 编写的脚本和程序可在这里以及他人的机器上运行。</translation>
    </message>
    <message>
        <source>Token: %1 (it is shown only now).</source>
        <translation>令牌：%1（仅此时显示）。</translation>
    </message>
    <message>
        <source>Port %1 is taken, so another one is used.</source>
        <translation>端口 %1 已被占用，因此使用另一个端口。</translation>
    </message>
    <message>
        <source>Serving ComfyUI&apos;s API at %1</source>
        <translation>正在 %1 提供 ComfyUI 的 API</translation>
    </message>
    <message>
        <source>Without TLS whoever is on the way can read tokens, prompts and pictures: --tls-cert and --tls-key, or a tunnel, keep them private.</source>
        <translation>没有 TLS 时，途中的任何人都能读取令牌、提示词和图片：使用 --tls-cert 和 --tls-key 或隧道可保持私密。</translation>
    </message>
    <message>
        <source>There are show, set-password EMAIL, sign-in EMAIL, recover, recovery-code, devices, revoke DEVICE, totp on|off, approve CODE, approve-me, keychain [on|off], gateway, gateway token CREDITS, gateway tokens and gateway revoke TOKEN.</source>
        <translation>可用：show、set-password EMAIL、sign-in EMAIL、recover、recovery-code、devices、revoke DEVICE、totp on|off、approve CODE、approve-me、keychain [on|off]、gateway、gateway token CREDITS、gateway tokens 和 gateway revoke TOKEN。</translation>
    </message>
    <message>
        <source>Your account at a relay: password, recovery code, two-step sign-in, devices, and tokens for its public gateway.</source>
        <translation>你在中继上的账户：密码、恢复码、两步验证、设备，以及其公共网关的令牌。</translation>
    </message>
    <message>
        <source>How this machine is called in the list of devices, or a gateway token in the list of tokens.</source>
        <translation>这台机器在设备列表中的名称，或网关令牌在令牌列表中的名称。</translation>
    </message>
    <message>
        <source>Public gateway: %1</source>
        <translation>公共网关：%1</translation>
    </message>
    <message>
        <source>It sees what is sent to it and what comes back: prompts, pictures and results. weft call and weft serve keep them between you and the machine that computes.</source>
        <translation>它能看到发给它和返回的内容：提示词、图片和结果。weft call 和 weft serve 则只让你和负责计算的机器知道。</translation>
    </message>
    <message>
        <source>It isn&apos;t known whether the relay has set the credits aside. weft account gateway tokens shows it; weft account gateway revoke %1 brings them back.</source>
        <translation>不确定中继是否已预留积分。weft account gateway tokens 会显示；weft account gateway revoke %1 可将其退回。</translation>
    </message>
    <message>
        <source>Keep this token; it is shown only now. Whoever has it can spend the %1 credits that are set aside for it, and nothing else of yours. They can&apos;t be refunded to a card any more; what isn&apos;t spent comes back with weft account gateway revoke %2.</source>
        <translation>请保存此令牌，它只显示这一次。持有者可以花费为它预留的 %1 积分，但动不了你的其他积分。这些积分不能再退回银行卡；未花费的部分可用 weft account gateway revoke %2 收回。</translation>
    </message>
    <message>
        <source>The gateway sees what is sent to it and what comes back: prompts, pictures and results.</source>
        <translation>网关能看到发给它和返回的内容：提示词、图片和结果。</translation>
    </message>
    <message>
        <source>This account has no gateway tokens; weft account gateway token CREDITS makes one.</source>
        <translation>此账户没有网关令牌；用 weft account gateway token 积分数 创建。</translation>
    </message>
    <message>
        <source>revoked, made %1</source>
        <translation>已撤销，创建于 %1</translation>
    </message>
    <message>
        <source>%1 of %2 credits left, made %3</source>
        <translation>剩余 %1 / %2 积分，创建于 %3</translation>
    </message>
    <message>
        <source>%1, %2 held by running calls</source>
        <translation>%1，进行中的调用占用 %2</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t the start of exactly one token&apos;s id; weft account gateway tokens lists them.</source>
        <translation>“%1”不是唯一一个令牌 ID 的开头；weft account gateway tokens 会列出它们。</translation>
    </message>
    <message>
        <source>The token is void, and %1 credits are back. What running calls hold comes back as they end.</source>
        <translation>令牌已失效，%1 积分已退回。进行中的调用所占用的积分会在结束时退回。</translation>
    </message>
    <message>
        <source>Be the public gateway of --relay: serve only calls that it hands on, which know the secret in this file (made where it is missing). What they send and get is seen here.</source>
        <translation>作为 --relay 的公共网关：只处理它转来的、知道此文件中密钥的调用（文件不存在时会创建）。调用者发送和收到的内容在这里可见。</translation>
    </message>
    <message>
        <source>--gateway doesn&apos;t go with --%1.</source>
        <translation>--gateway 不能与 --%1 同时使用。</translation>
    </message>
    <message>
        <source>--gateway needs --relay.</source>
        <translation>--gateway 需要 --relay。</translation>
    </message>
    <message>
        <source>--gateway beyond this computer needs --tls-cert and --tls-key: calls hold prompts and pictures.</source>
        <translation>在本机之外使用 --gateway 需要 --tls-cert 和 --tls-key：调用中含有提示词和图片。</translation>
    </message>
    <message>
        <source>This gateway&apos;s machine: %1</source>
        <translation>此网关的机器：%1</translation>
    </message>
    <message>
        <source>Serving the relay&apos;s public gateway at %1://%2:%3. What its callers send and get is seen here.</source>
        <translation>正在 %1://%2:%3 提供中继的公共网关。调用者发送和收到的内容在这里可见。</translation>
    </message>
    <message>
        <source>The most that a call may cost you at other machines, in credits (default: what you are paid for it).</source>
        <translation>一次调用在其他机器上最多可让你花费的积分（默认：你从中得到的报酬）。</translation>
    </message>
    <message>
        <source>Other machines that this relay knows may run parts of it; you pay them.</source>
        <translation>此中继所知的其他机器可以运行其中的部分；费用由你支付。</translation>
    </message>
    <message>
        <source>--spend takes a number such as 2 or 0.5.</source>
        <translation>--spend 需要一个数字，例如 2 或 0.5。</translation>
    </message>
    <message>
        <source>Parts of it run on other machines, which ask about %1 credits for a call; a call may cost you %2. Ask a higher --price, or allow more with --spend.</source>
        <translation>其中的部分在其他机器上运行，每次调用约需 %1 积分；而一次调用最多可让你花费 %2。请用 --price 提高价格，或用 --spend 允许更多花费。</translation>
    </message>
    <message>
        <source>Parts of it run on other machines, which you pay: about %1 credits a call now.</source>
        <translation>其中的部分在其他机器上运行，费用由你支付：目前每次调用约 %1 积分。</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The download from[ “{host}”] broke off again and again. Check your network, or set a mirror. What has arrived is kept; the next try goes on from there.</source>
        <translation>从[“{host}”]的下载屡次中断。请检查网络，或设置镜像。已下载的部分已保留，下次会从中断处继续。</translation>
    </message>
    <message>
        <source>“{url}” isn&apos;t there[ (HTTP {status})]. The file may have moved: try a mirror, or look for a newer Weft. Nothing was changed.</source>
        <translation>“{url}”不存在[（HTTP {status}）]。文件可能已移动：请尝试镜像，或更新 Weft。没有任何内容被更改。</translation>
    </message>
    <message>
        <source>“{host}” gives “{name}” only to accounts that have accepted its licence[ at {site}]. Accept it there, then put a token of that account into a file and run: weft models get {name} --token-file FILE. What has arrived is kept.</source>
        <translation>“{host}”只向已接受许可的账户提供“{name}”[（请前往 {site}）]。请先在网站上接受许可，再把该账户的令牌存入一个文件，并运行：weft models get {name} --token-file 文件。已下载的部分已保留。</translation>
    </message>
    <message>
        <source>“{host}” doesn&apos;t give the file[ (HTTP {status})]. Try again later, or set a mirror. What has arrived is kept.</source>
        <translation>“{host}”拒绝提供该文件[（HTTP {status}）]。请稍后再试，或设置镜像。已下载的部分已保留。</translation>
    </message>
    <message>
        <source>“{host}” stopped sending. Try again, or set a mirror. What has arrived is kept; the next try goes on from there.</source>
        <translation>“{host}”停止了发送。请重试，或设置镜像。已下载的部分已保留，下次会从中断处继续。</translation>
    </message>
    <message>
        <source>What “{host}” sent isn&apos;t “{name}”[: its checksum is another one ({received})]. It was removed. Try another mirror, and tell the authors of Weft if that doesn&apos;t help. Your other models are untouched.</source>
        <translation>“{host}”发送的内容不是“{name}”[：校验和不符（{received}）]。该内容已删除。请尝试其他镜像；如仍无效，请告知 Weft 的作者。其他模型不受影响。</translation>
    </message>
    <message>
        <source>“{host}” sends a file of {received} bytes where {expected} are expected, so it isn&apos;t “{name}”. It wasn&apos;t kept. Try another mirror. Your other models are untouched.</source>
        <translation>“{host}”发送的文件有 {received} 字节，而应为 {expected} 字节，因此不是“{name}”。未予保留。请尝试其他镜像。其他模型不受影响。</translation>
    </message>
    <message>
        <source>“{host}” leads to an address that Weft doesn&apos;t follow[ ({url})]: too many steps, or without encryption. Try another mirror. What has arrived is kept.</source>
        <translation>“{host}”指向了 Weft 不会访问的地址[（{url}）]：跳转过多，或未加密。请尝试其他镜像。已下载的部分已保留。</translation>
    </message>
    <message>
        <source>The disk of “{path}” has too little room for “{name}”[: {needed} are needed, {free} are free]. Make room, or choose another folder. What has arrived is kept; the next try goes on from there.</source>
        <translation>“{path}”所在磁盘空间不足，放不下“{name}”[：需要 {needed}，剩余 {free}]。请腾出空间，或选择其他文件夹。已下载的部分已保留，下次会从中断处继续。</translation>
    </message>
    <message>
        <source>“{path}” is there already with another content, or another Weft is getting it just now. Move it away, or wait. It wasn&apos;t touched.</source>
        <translation>“{path}”已存在且内容不同，或另一个 Weft 正在下载它。请将其移走，或稍候。该文件未被改动。</translation>
    </message>
    <message>
        <source>This computer can&apos;t shut in other people&apos;s work[ (it has: {sandbox})], so sharing stays off. Use a Linux kernel with Landlock and seccomp, or start weft share with --accept-no-sandbox if you trust everybody on the relay.</source>
        <translation>这台电脑无法隔离他人的任务[（现有：{sandbox}）]，因此共享保持关闭。请使用带有 Landlock 和 seccomp 的 Linux 内核；如果你信任该中继上的所有人，也可以用 --accept-no-sandbox 启动 weft share。</translation>
    </message>
    <message>
        <source>The file[ “{path}”] doesn&apos;t exist. Check its name and folder. Nothing was changed.</source>
        <translation>文件[“{path}”]不存在。请检查文件名和文件夹。没有任何内容被更改。</translation>
    </message>
    <message>
        <source>The file[ “{path}”] can&apos;t be read. Check that you may open it and that its disk is connected. Nothing was changed.</source>
        <translation>无法读取文件[“{path}”]。请检查访问权限以及磁盘是否已连接。没有任何内容被更改。</translation>
    </message>
    <message>
        <source>The file[ “{path}”] ends too early: it was cut off, perhaps by a broken download. Get it again. Nothing was changed.</source>
        <translation>文件[“{path}”]不完整：可能下载时中断。请重新获取。没有任何内容被更改。</translation>
    </message>
    <message>
        <source>The file[ “{path}”] is larger than Weft takes[ (at most {limit})]. Use a smaller one. Nothing was changed.</source>
        <translation>文件[“{path}”]超出 Weft 允许的大小[（最多 {limit}）]。请使用更小的文件。没有任何内容被更改。</translation>
    </message>
    <message>
        <source>“{path}” can&apos;t be written[: {reason}]. Choose another folder or change its permissions. Results that are already saved are safe.</source>
        <translation>无法写入“{path}”[：{reason}]。请选择其他文件夹或更改权限。已保存的结果不受影响。</translation>
    </message>
    <message>
        <source>The disk is full[ (writing “{path}”)]. Make room and run again. Files that were there before are untouched, and what was computed is answered from the cache where it fitted.</source>
        <translation>磁盘已满[（写入“{path}”时）]。请清理空间后重新运行。原有文件未受影响，已缓存的计算结果可直接使用。</translation>
    </message>
    <message>
        <source>This isn&apos;t valid JSON[ (line {line}, column {column})]. Save the workflow again in the program that made it. Nothing was changed.</source>
        <translation>这不是有效的 JSON[（第 {line} 行，第 {column} 列）]。请在原程序中重新保存工作流。没有任何内容被更改。</translation>
    </message>
    <message>
        <source>This JSON is nested too deeply to be a workflow. Nothing was changed.</source>
        <translation>此 JSON 嵌套过深，不是工作流。没有任何内容被更改。</translation>
    </message>
    <message>
        <source>This file holds no workflow[ that Weft understands (node {node})]. Open a workflow JSON, an API JSON, or a picture that ComfyUI or Weft saved. Nothing was changed.</source>
        <translation>此文件不包含[ Weft 可识别的]工作流[（节点 {node}）]。请打开工作流 JSON、API JSON，或由 ComfyUI 或 Weft 保存的图片。没有任何内容被更改。</translation>
    </message>
    <message>
        <source>The picture[ “{path}”] is damaged or of a kind that Weft doesn&apos;t read. Use PNG, JPEG or WebP. This costs nothing.</source>
        <translation>图片[“{path}”]已损坏或格式不受支持。请使用 PNG、JPEG 或 WebP。此错误不产生费用。</translation>
    </message>
    <message>
        <source>The picture[ “{path}”] has more pixels than Weft takes[ (it would take {size})][ (at most {limit})]. Scale it down first. This costs nothing.</source>
        <translation>图片[“{path}”]的像素超出 Weft 的上限[（将占用 {size}）][（最多 {limit}）]。请先缩小。此错误不产生费用。</translation>
    </message>
    <message>
        <source>The model or value file[ “{path}”] isn&apos;t a sound safetensors file. Download it again. This costs nothing.</source>
        <translation>模型或数值文件[“{path}”]不是有效的 safetensors 文件。请重新下载。此错误不产生费用。</translation>
    </message>
    <message>
        <source>A value has the wrong shape or size[ in node {node}]. Check what is connected to it. Nothing was charged for this node.</source>
        <translation>[节点 {node} 中的]数据形状或大小不正确。请检查所连接的内容。此节点未产生费用。</translation>
    </message>
    <message>
        <source>A value isn&apos;t what it should be[ in node {node}][, input “{input}”]. Check what is connected to it. Nothing was charged for this node.</source>
        <translation>[节点 {node} 的][输入“{input}”的]数值不正确。请检查所连接的内容。此节点未产生费用。</translation>
    </message>
    <message>
        <source>A value that was computed before is gone from the cache. Run again: it will be computed anew. Nothing else was lost.</source>
        <translation>先前计算的结果已不在缓存中。请重新运行，它会被重新计算。没有其他损失。</translation>
    </message>
    <message>
        <source>The links go round in a circle[ at node {node}]. Remove one of them. The workflow itself is unchanged.</source>
        <translation>连线[在节点 {node} 处]形成了循环。请删除其中一条。工作流本身未更改。</translation>
    </message>
    <message>
        <source>No machine offers the node type “{type}”[ (node {node})]. Connect one that has it, or replace the node. It stays in the workflow; this costs nothing.</source>
        <translation>没有机器提供节点类型“{type}”[（节点 {node}）]。请连接拥有它的机器，或替换该节点。节点仍保留在工作流中，此错误不产生费用。</translation>
    </message>
    <message>
        <source>There is no node[ “{node}”] in this workflow. Check its number or title. Nothing was changed.</source>
        <translation>此工作流中没有节点[“{node}”]。请检查编号或标题。没有任何内容被更改。</translation>
    </message>
    <message>
        <source>Node {node}[ ({type})] needs its input “{input}”. Connect or set it. This costs nothing.</source>
        <translation>节点 {node}[（{type}）]需要输入“{input}”。请连接或填写。此错误不产生费用。</translation>
    </message>
    <message>
        <source>A link is wrong[: node {node}][, input “{input}”]. Connect it again. This costs nothing.</source>
        <translation>连线有误[：节点 {node}][，输入“{input}”]。请重新连接。此错误不产生费用。</translation>
    </message>
    <message>
        <source>[Node {node}: ]{received} doesn&apos;t fit where {expected} is expected[ (input “{input}”)]. Connect something that fits. This costs nothing.</source>
        <translation>[节点 {node}：]{received} 与所需的 {expected} 不匹配[（输入“{input}”）]。请连接匹配的内容。此错误不产生费用。</translation>
    </message>
    <message>
        <source>[Node {node}: ][“{input}” has a value that it can&apos;t take][: {received}]. Correct the value. This costs nothing.</source>
        <translation>[节点 {node}：][“{input}”的值无效][：{received}]。请更正。此错误不产生费用。</translation>
    </message>
    <message>
        <source>[Node {node}: ]“{input}” is {received}, but must be at least {min}. This costs nothing.</source>
        <translation>[节点 {node}：]“{input}”为 {received}，但不能小于 {min}。此错误不产生费用。</translation>
    </message>
    <message>
        <source>[Node {node}: ]“{input}” is {received}, but must be at most {max}. This costs nothing.</source>
        <translation>[节点 {node}：]“{input}”为 {received}，但不能大于 {max}。此错误不产生费用。</translation>
    </message>
    <message>
        <source>[Node {node}: ]“{received}” isn&apos;t one of the choices of “{input}”[: {expected}]. This costs nothing.</source>
        <translation>[节点 {node}：]“{received}”不在“{input}”的选项中[：{expected}]。此错误不产生费用。</translation>
    </message>
    <message>
        <source>Nothing in this workflow makes an output. Add a node that saves or shows something. This costs nothing.</source>
        <translation>此工作流没有任何输出。请添加一个保存或预览节点。此错误不产生费用。</translation>
    </message>
    <message>
        <source>No machine that you may use has the model “{model}”[ (node {node})]. Put the file into a model folder, or allow machines that have it. Nothing was charged for this node.</source>
        <translation>可用的机器都没有模型“{model}”[（节点 {node}）]。请把文件放入模型文件夹，或允许使用拥有它的机器。此节点未产生费用。</translation>
    </message>
    <message>
        <source>The model[ “{model}”] is of a kind that Weft can&apos;t run yet[ (node {node})]. Choose another. Nothing was charged for this node.</source>
        <translation>Weft 尚不支持模型[“{model}”]的类型[（节点 {node}）]。请选择其他模型。此节点未产生费用。</translation>
    </message>
    <message>
        <source>The machine has too little memory[ for node {node}][: {size} would be needed, {limit} is what there is]. Use a smaller picture or model, or a machine with more memory. What was finished before is kept.</source>
        <translation>[运行节点 {node} 时]机器内存不足[：需要 {size}，可用 {limit}]。请使用更小的图片或模型，或内存更大的机器。之前完成的结果已保留。</translation>
    </message>
    <message>
        <source>The run was cancelled. What was finished is kept; what was held and not used is released.</source>
        <translation>运行已取消。已完成的结果会保留，未使用的冻结积分已退还。</translation>
    </message>
    <message>
        <source>Node {node}[ ({type})] failed[: {reason}]. Check its settings and what is connected to it. Outputs that don&apos;t need it are kept; the failure costs nothing.</source>
        <translation>节点 {node}[（{type}）]运行失败[：{reason}]。请检查其设置和连接。不依赖它的输出已保留，失败不收费。</translation>
    </message>
    <message>
        <source>The worker on this computer stopped unexpectedly[ at node {node}]. Run again; if it happens again, use a smaller picture. Finished results are kept; this costs nothing.</source>
        <translation>本机的计算进程意外停止[（节点 {node}）]。请重新运行；若再次发生，请使用更小的图片。已完成的结果已保留，此错误不产生费用。</translation>
    </message>
    <message>
        <source>The worker on this computer doesn&apos;t start[: {path}]. Check that weft-worker stands beside weft, or install Weft again. Your workflow is unchanged.</source>
        <translation>本机的计算进程无法启动[：{path}]。请确认 weft-worker 与 weft 在同一文件夹，或重新安装 Weft。工作流未更改。</translation>
    </message>
    <message>
        <source>The machine[ “{machine}”] didn&apos;t answer in time[ (node {node})]. Run again, perhaps elsewhere. Lost work costs nothing.</source>
        <translation>机器[“{machine}”]未及时响应[（节点 {node}）]。请重新运行，或换一台机器。丢失的工作不收费。</translation>
    </message>
    <message>
        <source>A node asked for an input that nothing delivers[ (node {node})]. Connect that input. The failure costs nothing.</source>
        <translation>节点请求了无法提供的输入[（节点 {node}）]。请连接该输入。失败不收费。</translation>
    </message>
    <message>
        <source>The relay[ {url}] can&apos;t be reached. Check the address and your connection; with --only-here, or “Only here”, runs need no relay. This costs nothing.</source>
        <translation>无法连接中继[ {url}]。请检查地址和网络；选择“仅限本机”（--only-here）时不需要中继。此错误不产生费用。</translation>
    </message>
    <message>
        <source>The relay refused[: {reason}]. Check your account there. This costs nothing.</source>
        <translation>中继拒绝了请求[：{reason}]。请检查你在该中继的账户。此错误不产生费用。</translation>
    </message>
    <message>
        <source>The machine[ “{machine}”] that worked on this[ (node {node})] went away, and no other could go on. Run again. Lost work costs nothing; what was held is released.</source>
        <translation>处理任务的机器[“{machine}”]已断开[（节点 {node}）]，且没有其他机器可以接替。请重新运行。丢失的工作不收费，冻结的积分已退还。</translation>
    </message>
    <message>
        <source>The machine[ “{machine}”] refused the job[ (node {node})][: {reason}]. Choose another, or raise the limit. This costs nothing.</source>
        <translation>机器[“{machine}”]拒绝了任务[（节点 {node}）][：{reason}]。请选择其他机器或提高上限。此错误不产生费用。</translation>
    </message>
    <message>
        <source>No machine may run this[ (node {node}][, {type})]. Connect to a relay, or allow more machines. This costs nothing.</source>
        <translation>没有可用的机器来运行[节点 {node}][（{type}）]。请连接中继，或允许更多机器。此错误不产生费用。</translation>
    </message>
    <message>
        <source>The other side[ “{machine}”] sent something that makes no sense[ (node {node})], and was cut off. Run again with another machine. Nothing was charged for it.</source>
        <translation>对方[“{machine}”]发送了无效数据[（节点 {node}）]，连接已断开。请换一台机器重新运行。未因此产生费用。</translation>
    </message>
    <message>
        <source>The other side speaks another version of Weft[ ({version})]. Update the older one. This costs nothing.</source>
        <translation>对方使用的 Weft 版本不兼容[（{version}）]。请更新较旧的一方。此错误不产生费用。</translation>
    </message>
    <message>
        <source>This is more than Weft takes at once[: {size}][ (at most {limit})][, node {node}]. Split it up or make it smaller. This costs nothing.</source>
        <translation>超出 Weft 单次处理的上限[：{size}][（最多 {limit}）][，节点 {node}]。请拆分或缩小。此错误不产生费用。</translation>
    </message>
    <message>
        <source>The machine or relay isn&apos;t the one that you knew: its key has changed. Go on only if its owner confirms that. Nothing was sent to it.</source>
        <translation>机器或中继的密钥已改变，与之前记录的不同。请先向其所有者确认。没有向它发送任何内容。</translation>
    </message>
    <message>
        <source>The permit for this job isn&apos;t valid (any more). Run again to get a new one. What was held is released.</source>
        <translation>此任务的许可已失效。请重新运行以获取新的许可。冻结的积分已退还。</translation>
    </message>
    <message>
        <source>A signature is wrong, so what it stands for was refused. Run again with another machine. This costs nothing.</source>
        <translation>签名无效，相应内容已被拒绝。请换一台机器重新运行。此错误不产生费用。</translation>
    </message>
    <message>
        <source>The key file[ “{path}”] can&apos;t be read. Restore it from a copy; without it you can&apos;t prove who you are. It was not overwritten.</source>
        <translation>无法读取密钥文件[“{path}”]。请从备份恢复；没有它就无法证明你的身份。原文件未被覆盖。</translation>
    </message>
    <message>
        <source>What arrived can&apos;t be decrypted: it was damaged or forged on the way. Run again. This costs nothing.</source>
        <translation>收到的数据无法解密：传输中损坏或被篡改。请重新运行。此错误不产生费用。</translation>
    </message>
    <message>
        <source>Your balance is too low[: this needs {needed} credits, {available} are available]. [{trial} trial credits can&apos;t pay for a machine of your own account or household. ]Top up, choose a cheaper machine, or run only here. This costs nothing.</source>
        <translation>余额不足[：需要 {needed} 积分，可用 {available} 积分]。[{trial} 试用积分不能用于支付您自己账户或同一家庭网络中的机器。]请充值、选择更便宜的机器，或仅在本机运行。此错误不产生费用。</translation>
    </message>
    <message>
        <source>This would cost more than you allow[: about {estimate} credits, at most {limit}]. Raise the limit, or run only here. Nothing beyond it was charged.</source>
        <translation>费用将超出你的上限[：约 {estimate} 积分，上限 {limit}]。请提高上限，或仅在本机运行。未超出上限收费。</translation>
    </message>
    <message>
        <source>The relay doesn&apos;t know this reservation of credits. Run again. This costs nothing.</source>
        <translation>中继没有这笔积分冻结记录。请重新运行。此错误不产生费用。</translation>
    </message>
    <message>
        <source>This reservation of credits is settled already. Your balance shows the result; nothing is charged twice.</source>
        <translation>这笔积分冻结已结算。余额已更新，不会重复收费。</translation>
    </message>
    <message>
        <source>An amount isn&apos;t valid[: {received}]. Write credits as a number with at most six decimals. This costs nothing.</source>
        <translation>金额无效[：{received}]。请输入最多六位小数的积分数。此错误不产生费用。</translation>
    </message>
    <message>
        <source>Saving failed[ in “{path}”]. Check the disk and its free space. What was saved before is intact.</source>
        <translation>保存失败[：“{path}”]。请检查磁盘及可用空间。先前保存的内容完好。</translation>
    </message>
    <message>
        <source>These data[ in “{path}”] were written by a newer Weft. Update Weft to open them. They are untouched.</source>
        <translation>[“{path}”中的]数据由更新版本的 Weft 写入。请更新 Weft 后再打开。数据未被改动。</translation>
    </message>
    <message>
        <source>Something went wrong inside Weft. Please report it with the log. Your workflow and saved results are safe.</source>
        <translation>Weft 内部出错。请附上日志反馈。工作流和已保存的结果不受影响。</translation>
    </message>
    <message>
        <source>The folder[ “{path}”] holds no picture that Weft can read. Put PNG, JPEG or WebP files into it, each with its words in a .txt file of the same name. This costs nothing.</source>
        <translation>文件夹[“{path}”]中没有 Weft 能读取的图片。请放入 PNG、JPEG 或 WebP 文件，并为每张图片配一个同名的 .txt 说明文件。此错误不产生费用。</translation>
    </message>
    <message>
        <source>The picture[ “{path}”] is {received} pixels large, the first one {expected}. Choose how to resize them, or use pictures of one size. This costs nothing.</source>
        <translation>图片[“{path}”]的尺寸是 {received} 像素，而第一张是 {expected}。请选择缩放方式，或使用尺寸相同的图片。此错误不产生费用。</translation>
    </message>
    <message>
        <source>There are {pictures} pictures and {captions} texts[ (node {node})]. Give one text for all pictures, or one for each. This costs nothing.</source>
        <translation>[节点 {node}：]有 {pictures} 张图片，却有 {captions} 段文字。请给所有图片同一段文字，或每张图片各一段。此错误不产生费用。</translation>
    </message>
    <message>
        <source>The training went astray[ in step {step}][ (node {node})]: its loss is no number any more. Use a lower learning rate, or go on from a LoRA that was saved before. The failure costs nothing.</source>
        <translation>[节点 {node} 的]训练[在第 {step} 步]失控：损失已不是数字。请调低学习率，或从之前保存的 LoRA 继续。此次失败不产生费用。</translation>
    </message>
    <message>
        <source>The e-mail address or the password is wrong. Try again, or use your recovery code. Nothing was changed.</source>
        <translation>电子邮件地址或密码不对。请再试一次，或使用恢复码。没有任何更改。</translation>
    </message>
    <message>
        <source>This needs an e-mail address and a password, so that your money isn&apos;t lost with this computer. Set them under Account, then try again.</source>
        <translation>此操作需要电子邮件地址和密码，以免你的钱随这台电脑一起丢失。请在“账户”中设置，然后再试。</translation>
    </message>
    <message>
        <source>This code isn&apos;t valid[: {reason}]. Check it, or ask for a new one. Nothing was changed.</source>
        <translation>此代码无效[：{reason}]。请检查，或申请新的代码。没有任何更改。</translation>
    </message>
    <message>
        <source>Your authenticator&apos;s six-digit code is needed. Type it and try again.</source>
        <translation>需要你的身份验证器上的六位数字。请输入后再试。</translation>
    </message>
    <message>
        <source>This e-mail address belongs to another account. Sign in to that account, or use another address.</source>
        <translation>此电子邮件地址属于另一个账户。请登录该账户，或使用其他地址。</translation>
    </message>
    <message>
        <source>This password is too easy to guess[: {reason}]. Take a longer one, for example four words. Nothing was changed.</source>
        <translation>此密码太容易猜到[：{reason}]。请换一个更长的，例如四个词。没有任何更改。</translation>
    </message>
    <message>
        <source>Too many tries[. Wait {seconds} seconds, then try again]. Nothing was changed.</source>
        <translation>尝试次数过多[，请等待 {seconds} 秒后再试]。没有任何更改。</translation>
    </message>
    <message>
        <source>This isn&apos;t an e-mail address. Write it like name@example.com.</source>
        <translation>这不是电子邮件地址。请按 name@example.com 的格式填写。</translation>
    </message>
    <message>
        <source>Payouts need two-step sign-in, so that nobody else can redirect your earnings. Switch it on under Account, then try again.</source>
        <translation>提现需要两步验证，以免他人转走你的收益。请在“账户”中开启，然后再试。</translation>
    </message>
    <message>
        <source>This machine still runs or pays for a job. Wait until the job has ended, or cancel it, then try again. Nothing was changed.</source>
        <translation>这台机器仍在运行任务或为任务付款。请等任务结束，或取消它，然后再试。没有任何更改。</translation>
    </message>
    <message>
        <source>The system keychain is locked or refused access, and this machine&apos;s key rests in it. Unlock the keychain, then start Weft again. The key is kept.</source>
        <translation>系统密钥环已锁定或拒绝访问，而这台机器的密钥保存在其中。请解锁密钥环，然后重新启动 Weft。密钥仍然保留。</translation>
    </message>
    <message>
        <source>There is no system keychain here. Keep the key in its file, which only you can read, or start Weft in the session where the keychain is. The key is kept.</source>
        <translation>这里没有系统密钥环。请把密钥保留在只有你能读取的文件中，或在有密钥环的会话中启动 Weft。密钥仍然保留。</translation>
    </message>
    <message>
        <source>This relay takes no payments: own machines and friends&apos; machines are free here.</source>
        <translation>此中继不收付款：在这里使用自己和朋友的机器是免费的。</translation>
    </message>
    <message>
        <source>The payment didn&apos;t go through[: {reason}]. Try again, or use another method. Nothing was charged.</source>
        <translation>付款未成功[：{reason}]。请再试一次，或换一种付款方式。没有扣款。</translation>
    </message>
    <message>
        <source>The payment service can&apos;t be reached now. Try again in a few minutes. Nothing was charged.</source>
        <translation>目前无法连接支付服务。请几分钟后再试。没有扣款。</translation>
    </message>
    <message>
        <source>This account is frozen while a payment is disputed. What the bank took back is missing from your balance until that is decided; nothing else is lost. Ask the relay&apos;s operator.</source>
        <translation>由于有付款存在争议，此账户已被冻结。在作出裁定之前，银行收回的金额会从余额中扣除；其他一切不受影响。请联系中继的运营者。</translation>
    </message>
    <message>
        <source>Choose an amount[ between {min} and {max} credits]. New accounts can add less in their first days. Nothing was charged.</source>
        <translation>请选择[ {min} 到 {max} 积分之间的]金额。新账户在最初几天可充值的金额较少。没有扣款。</translation>
    </message>
    <message>
        <source>This can&apos;t be refunded[: {reason}]. Unspent credits go back to the card within 14 days of buying them. Your credits are kept.</source>
        <translation>无法退款[：{reason}]。未使用的积分可在购买后 14 天内退回原卡。你的积分仍然保留。</translation>
    </message>
    <message>
        <source>Tell the payment service where to pay out first: choose “Set up payouts” in the wallet. Your earnings are kept.</source>
        <translation>请先告诉支付服务付款到哪里：在钱包中选择“设置提现”。你的收益仍然保留。</translation>
    </message>
    <message>
        <source>Too little has matured for a payout yet[: at least {min} credits]. Your earnings are kept, or can become credits at once.</source>
        <translation>目前可提现的收益还太少[：至少 {min} 积分]。你的收益仍然保留，也可以立即转为积分。</translation>
    </message>
    <message>
        <source>There is no saved card. Save one in the wallet first. Nothing was changed.</source>
        <translation>没有已保存的银行卡。请先在钱包中保存一张。没有任何更改。</translation>
    </message>
    <message>
        <source>These blind credits were spent before. Nothing was charged a second time.</source>
        <translation>这些盲签积分之前已经用过。没有重复扣款。</translation>
    </message>
    <message>
        <source>These blind credits aren&apos;t valid at this relay[: {reason}]. Nothing was charged.</source>
        <translation>这些盲签积分在此中继无效[：{reason}]。没有扣款。</translation>
    </message>
    <message>
        <source>The relay sent an address that Weft doesn&apos;t open[: {url}]. Nothing was opened and nothing was paid. Tell the relay&apos;s operator.</source>
        <translation>中继发来的地址 Weft 不会打开[：{url}]。没有打开任何页面，也没有付款。请告知中继的运营者。</translation>
    </message>
    <message>
        <source>No browser came up. Open this address yourself[: {url}]. Nothing was charged.</source>
        <translation>浏览器没有打开。请自行打开此地址[：{url}]。没有产生任何扣费。</translation>
    </message>
    <message>
        <source>The budget that whoever shares this Weft has set doesn&apos;t allow this[: it may cost {cap} credits, {left} are left]. Ask for more, or for a workflow that costs less. Nothing was run or charged.</source>
        <translation>共享此 Weft 的人设定的预算不允许这样做[：可能花费 {cap} 积分，剩余 {left}]。请申请更多预算，或使用花费更少的工作流。没有运行，也没有扣款。</translation>
    </message>
    <message>
        <source>This relay takes no payments: credits can&apos;t be bought or paid out here.</source>
        <translation>此中继不收付款：在这里不能购买积分，也不能提现。</translation>
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
    <message>
        <source>Subgraph inputs</source>
        <translation>子图输入</translation>
    </message>
    <message>
        <source>Subgraph outputs</source>
        <translation>子图输出</translation>
    </message>
    <message>
        <source>New port</source>
        <translation>新接口</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message numerus="yes">
        <source>%n points</source>
        <translation>
            <numerusform>%n 个点</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NodeHelp</name>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>default %1</source>
        <translation>默认 %1</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
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
        <translation>K 采样器</translation>
    </message>
    <message>
        <source>KSampler (Advanced)</source>
        <translation>K 采样器（高级）</translation>
    </message>
    <message>
        <source>CLIP Text Encode (Prompt)</source>
        <translation>CLIP 文本编码（提示词）</translation>
    </message>
    <message>
        <source>Load Checkpoint</source>
        <translation>Checkpoint 加载器</translation>
    </message>
    <message>
        <source>VAE Decode</source>
        <translation>VAE 解码</translation>
    </message>
    <message>
        <source>VAE Encode</source>
        <translation>VAE 编码</translation>
    </message>
    <message>
        <source>Load VAE</source>
        <translation>VAE 加载器</translation>
    </message>
    <message>
        <source>Load LoRA</source>
        <translation>LoRA 加载器</translation>
    </message>
    <message>
        <source>Load ControlNet Model</source>
        <translation>ControlNet 加载器</translation>
    </message>
    <message>
        <source>Empty Latent Image</source>
        <translation>空 Latent 图像</translation>
    </message>
    <message>
        <source>Upscale Latent</source>
        <translation>放大 Latent</translation>
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
    <message>
        <source>Image Flip</source>
        <translation>翻转图像</translation>
    </message>
    <message>
        <source>Image From Batch</source>
        <translation>从批次取图像</translation>
    </message>
    <message>
        <source>Image Rotate</source>
        <translation>旋转图像</translation>
    </message>
    <message>
        <source>Image Scale To Max Dimension</source>
        <translation>按最长边缩放图像</translation>
    </message>
    <message>
        <source>Image Scale To Total Pixels</source>
        <translation>按总像素缩放图像</translation>
    </message>
    <message>
        <source>Image Morphology</source>
        <translation>图像形态学</translation>
    </message>
    <message>
        <source>Repeat Image Batch</source>
        <translation>重复图像批次</translation>
    </message>
    <message>
        <source>Crop Mask</source>
        <translation>裁剪遮罩</translation>
    </message>
    <message>
        <source>Feather Mask</source>
        <translation>羽化遮罩</translation>
    </message>
    <message>
        <source>Grow Mask</source>
        <translation>扩展遮罩</translation>
    </message>
    <message>
        <source>Image Color To Mask</source>
        <translation>图像颜色转换为遮罩</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>反转遮罩</translation>
    </message>
    <message>
        <source>Join Image with Alpha</source>
        <translation>合并图像与透明通道</translation>
    </message>
    <message>
        <source>Mask Composite</source>
        <translation>合成遮罩</translation>
    </message>
    <message>
        <source>Mask Preview</source>
        <translation>预览遮罩</translation>
    </message>
    <message>
        <source>Solid Mask</source>
        <translation>纯色遮罩</translation>
    </message>
    <message>
        <source>Split Image with Alpha</source>
        <translation>拆分图像与透明通道</translation>
    </message>
    <message>
        <source>Threshold Mask</source>
        <translation>阈值遮罩</translation>
    </message>
    <message>
        <source>Load Diffusion Model</source>
        <translation>扩散模型加载器</translation>
    </message>
    <message>
        <source>Load CLIP</source>
        <translation>CLIP 加载器</translation>
    </message>
    <message>
        <source>Dual CLIP Loader</source>
        <translation>双 CLIP 加载器</translation>
    </message>
    <message>
        <source>Triple CLIP Loader</source>
        <translation>三 CLIP 加载器</translation>
    </message>
    <message>
        <source>Load LoRA (Model Only)</source>
        <translation>LoRA 加载器（仅模型）</translation>
    </message>
    <message>
        <source>Load ControlNet Model (diff)</source>
        <translation>ControlNet 加载器（差分）</translation>
    </message>
    <message>
        <source>CLIP Text Encode (SDXL)</source>
        <translation>CLIP 文本编码（SDXL）</translation>
    </message>
    <message>
        <source>CLIP Text Encode (SDXL Refiner)</source>
        <translation>CLIP 文本编码（SDXL Refiner）</translation>
    </message>
    <message>
        <source>CLIP Text Encode (SD3)</source>
        <translation>CLIP 文本编码（SD3）</translation>
    </message>
    <message>
        <source>CLIP Set Last Layer</source>
        <translation>CLIP 设置停止层</translation>
    </message>
    <message>
        <source>Conditioning (Combine)</source>
        <translation>条件合并</translation>
    </message>
    <message>
        <source>Conditioning (Concat)</source>
        <translation>条件联结</translation>
    </message>
    <message>
        <source>Conditioning (Average)</source>
        <translation>条件平均</translation>
    </message>
    <message>
        <source>Conditioning (Zero Out)</source>
        <translation>条件零化</translation>
    </message>
    <message>
        <source>Conditioning (Set Area)</source>
        <translation>条件设置区域</translation>
    </message>
    <message>
        <source>Conditioning (Set Area with Percentage)</source>
        <translation>条件按百分比设置区域</translation>
    </message>
    <message>
        <source>Conditioning (Set Area Strength)</source>
        <translation>条件设置区域强度</translation>
    </message>
    <message>
        <source>Conditioning (Set Mask)</source>
        <translation>条件设置遮罩</translation>
    </message>
    <message>
        <source>Conditioning (Set Timestep Range)</source>
        <translation>条件设置时间步范围</translation>
    </message>
    <message>
        <source>Apply ControlNet (OLD)</source>
        <translation>ControlNet 应用（旧版）</translation>
    </message>
    <message>
        <source>Apply ControlNet</source>
        <translation>ControlNet 应用</translation>
    </message>
    <message>
        <source>Apply ControlNet with VAE</source>
        <translation>ControlNet 应用（含 VAE）</translation>
    </message>
    <message>
        <source>Flux Guidance</source>
        <translation>Flux 引导</translation>
    </message>
    <message>
        <source>Inpaint Model Conditioning</source>
        <translation>局部重绘模型条件</translation>
    </message>
    <message>
        <source>InstructPix2Pix Conditioning</source>
        <translation>InstructPix2Pix 条件</translation>
    </message>
    <message>
        <source>Sampler Custom</source>
        <translation>自定义采样器</translation>
    </message>
    <message>
        <source>Sampler Custom (Advanced)</source>
        <translation>自定义采样器（高级）</translation>
    </message>
    <message>
        <source>KSampler Select</source>
        <translation>K 采样器选择</translation>
    </message>
    <message>
        <source>Sampler Euler Ancestral</source>
        <translation>Euler Ancestral 采样器</translation>
    </message>
    <message>
        <source>Sampler Euler Ancestral CFG++</source>
        <translation>Euler Ancestral CFG++采样器</translation>
    </message>
    <message>
        <source>Sampler Euler CFG++</source>
        <translation>Euler CFG++采样器</translation>
    </message>
    <message>
        <source>Sampler LMS</source>
        <translation>LMS 采样器</translation>
    </message>
    <message>
        <source>Sampler DPM++ 2S Ancestral</source>
        <translation>DPM++ 2S Ancestral 采样器</translation>
    </message>
    <message>
        <source>Sampler DPM++ SDE</source>
        <translation>DPM++ SDE 采样器</translation>
    </message>
    <message>
        <source>Sampler DPM++ 2M SDE</source>
        <translation>DPM++ 2M SDE 采样器</translation>
    </message>
    <message>
        <source>Sampler DPM++ 3M SDE</source>
        <translation>DPM++ 3M SDE 采样器</translation>
    </message>
    <message>
        <source>Sampler DPM Adaptive</source>
        <translation>DPM 自适应采样器</translation>
    </message>
    <message>
        <source>Sampler ER-SDE</source>
        <translation>ER-SDE 采样器</translation>
    </message>
    <message>
        <source>Sampler SA-Solver</source>
        <translation>SA-Solver 采样器</translation>
    </message>
    <message>
        <source>Basic Scheduler</source>
        <translation>基础调度器</translation>
    </message>
    <message>
        <source>Karras Scheduler</source>
        <translation>Karras 调度器</translation>
    </message>
    <message>
        <source>Exponential Scheduler</source>
        <translation>指数调度器</translation>
    </message>
    <message>
        <source>Polyexponential Scheduler</source>
        <translation>多项式指数调度器</translation>
    </message>
    <message>
        <source>Laplace Scheduler</source>
        <translation>拉普拉斯调度器</translation>
    </message>
    <message>
        <source>VP Scheduler</source>
        <translation>VP 调度器</translation>
    </message>
    <message>
        <source>Beta Sampling Scheduler</source>
        <translation>Beta 采样调度器</translation>
    </message>
    <message>
        <source>SD Turbo Scheduler</source>
        <translation>SD Turbo 调度器</translation>
    </message>
    <message>
        <source>Align Your Steps Scheduler</source>
        <translation>Align Your Steps 调度器</translation>
    </message>
    <message>
        <source>GITS Scheduler</source>
        <translation>GITS 调度器</translation>
    </message>
    <message>
        <source>Split Sigmas</source>
        <translation>拆分 Sigmas</translation>
    </message>
    <message>
        <source>Split Sigmas Denoise</source>
        <translation>按降噪拆分 Sigmas</translation>
    </message>
    <message>
        <source>Flip Sigmas</source>
        <translation>翻转 Sigmas</translation>
    </message>
    <message>
        <source>Set First Sigma</source>
        <translation>设置首个 Sigma</translation>
    </message>
    <message>
        <source>Extend Intermediate Sigmas</source>
        <translation>扩展中间 Sigmas</translation>
    </message>
    <message>
        <source>Sampling Percent To Sigma</source>
        <translation>采样百分比转换为 Sigma</translation>
    </message>
    <message>
        <source>Manual Sigmas</source>
        <translation>手动 Sigmas</translation>
    </message>
    <message>
        <source>Basic Guider</source>
        <translation>基础引导器</translation>
    </message>
    <message>
        <source>CFG Guider</source>
        <translation>CFG 引导器</translation>
    </message>
    <message>
        <source>Dual CFG Guider</source>
        <translation>双 CFG 引导器</translation>
    </message>
    <message>
        <source>Perp-Neg Guider</source>
        <translation>Perp-Neg 引导器</translation>
    </message>
    <message>
        <source>Random Noise</source>
        <translation>随机噪波</translation>
    </message>
    <message>
        <source>Disable Noise</source>
        <translation>禁用噪波</translation>
    </message>
    <message>
        <source>Add Noise</source>
        <translation>添加噪波</translation>
    </message>
    <message>
        <source>Adaptive Projected Guidance</source>
        <translation>自适应投影引导</translation>
    </message>
    <message>
        <source>Video Linear CFG Guidance</source>
        <translation>视频线性 CFG 引导</translation>
    </message>
    <message>
        <source>Video Triangle CFG Guidance</source>
        <translation>视频三角 CFG 引导</translation>
    </message>
    <message>
        <source>Model Sampling Discrete</source>
        <translation>模型采样算法（离散）</translation>
    </message>
    <message>
        <source>Model Sampling Continuous EDM</source>
        <translation>模型采样算法（连续 EDM）</translation>
    </message>
    <message>
        <source>Model Sampling Continuous V</source>
        <translation>模型采样算法（连续 V）</translation>
    </message>
    <message>
        <source>Model Sampling SD3</source>
        <translation>模型采样算法（SD3）</translation>
    </message>
    <message>
        <source>Model Sampling AuraFlow</source>
        <translation>模型采样算法（AuraFlow）</translation>
    </message>
    <message>
        <source>Model Sampling Flux</source>
        <translation>模型采样算法（Flux）</translation>
    </message>
    <message>
        <source>Model Merge Simple</source>
        <translation>模型融合（简易）</translation>
    </message>
    <message>
        <source>Model Merge Add</source>
        <translation>模型融合（相加）</translation>
    </message>
    <message>
        <source>Model Merge Subtract</source>
        <translation>模型融合（相减）</translation>
    </message>
    <message>
        <source>Model Merge Blocks</source>
        <translation>模型融合（分层）</translation>
    </message>
    <message>
        <source>Rescale CFG</source>
        <translation>重缩放 CFG</translation>
    </message>
    <message>
        <source>Renorm CFG</source>
        <translation>重归一化 CFG</translation>
    </message>
    <message>
        <source>CFG-Zero Star</source>
        <translation>CFG-Zero Star 引导</translation>
    </message>
    <message>
        <source>CFG Norm</source>
        <translation>CFG 归一化</translation>
    </message>
    <message>
        <source>Tangential Damping CFG</source>
        <translation>切向阻尼 CFG</translation>
    </message>
    <message>
        <source>Mahiro CFG</source>
        <translation>Mahiro 引导</translation>
    </message>
    <message>
        <source>Epsilon Scaling</source>
        <translation>Epsilon 缩放</translation>
    </message>
    <message>
        <source>FreeU</source>
        <translation>FreeU</translation>
    </message>
    <message>
        <source>FreeU V2</source>
        <translation>FreeU V2</translation>
    </message>
    <message>
        <source>Patch Model Add Downscale (Kohya Deep Shrink)</source>
        <translation>模型添加收缩（Kohya Deep Shrink）</translation>
    </message>
    <message>
        <source>Perturbed-Attention Guidance</source>
        <translation>扰动注意力引导（PAG）</translation>
    </message>
    <message>
        <source>Self-Attention Guidance</source>
        <translation>自注意力引导（SAG）</translation>
    </message>
    <message>
        <source>Differential Diffusion</source>
        <translation>差异扩散</translation>
    </message>
    <message>
        <source>Empty SD3 Latent Image</source>
        <translation>空 SD3 Latent 图像</translation>
    </message>
    <message>
        <source>VAE Decode (Tiled)</source>
        <translation>VAE 解码（分块）</translation>
    </message>
    <message>
        <source>VAE Encode (Tiled)</source>
        <translation>VAE 编码（分块）</translation>
    </message>
    <message>
        <source>VAE Encode (for Inpainting)</source>
        <translation>VAE 编码（局部重绘）</translation>
    </message>
    <message>
        <source>Set Latent Noise Mask</source>
        <translation>设置 Latent 噪波遮罩</translation>
    </message>
    <message>
        <source>Upscale Latent By</source>
        <translation>按系数放大 Latent</translation>
    </message>
    <message>
        <source>Flip Latent</source>
        <translation>翻转 Latent</translation>
    </message>
    <message>
        <source>Rotate Latent</source>
        <translation>旋转 Latent</translation>
    </message>
    <message>
        <source>Crop Latent</source>
        <translation>裁剪 Latent</translation>
    </message>
    <message>
        <source>Latent Composite</source>
        <translation>合成 Latent</translation>
    </message>
    <message>
        <source>Latent Composite Masked</source>
        <translation>按遮罩合成 Latent</translation>
    </message>
    <message>
        <source>Latent Blend</source>
        <translation>混合 Latent</translation>
    </message>
    <message>
        <source>Latent Add</source>
        <translation>Latent 相加</translation>
    </message>
    <message>
        <source>Latent Subtract</source>
        <translation>Latent 相减</translation>
    </message>
    <message>
        <source>Latent Multiply</source>
        <translation>Latent 相乘</translation>
    </message>
    <message>
        <source>Latent Interpolate</source>
        <translation>Latent 插值</translation>
    </message>
    <message>
        <source>Latent Concat</source>
        <translation>Latent 联结</translation>
    </message>
    <message>
        <source>Latent Cut</source>
        <translation>Latent 切取</translation>
    </message>
    <message>
        <source>Latent Batch</source>
        <translation>Latent 组合批次</translation>
    </message>
    <message>
        <source>Batch Latents</source>
        <translation>Latent 组合批次（任意数量）</translation>
    </message>
    <message>
        <source>Latent From Batch</source>
        <translation>从批次取 Latent</translation>
    </message>
    <message>
        <source>Repeat Latent Batch</source>
        <translation>重复 Latent 批次</translation>
    </message>
    <message>
        <source>Rebatch Latents</source>
        <translation>重设 Latent 批次</translation>
    </message>
    <message>
        <source>Latent Batch Seed Behavior</source>
        <translation>Latent 批次种子行为</translation>
    </message>
    <message>
        <source>Latent Apply Operation</source>
        <translation>Latent 应用操作</translation>
    </message>
    <message>
        <source>Latent Operation Sharpen</source>
        <translation>Latent 操作（锐化）</translation>
    </message>
    <message>
        <source>Latent Operation Tonemap Reinhard</source>
        <translation>Latent 操作（Reinhard 色调映射）</translation>
    </message>
    <message>
        <source>Load Latent</source>
        <translation>加载 Latent</translation>
    </message>
    <message>
        <source>Save Latent</source>
        <translation>保存 Latent</translation>
    </message>
    <message>
        <source>Resize Image/Mask</source>
        <translation>缩放图像/遮罩</translation>
    </message>
    <message>
        <source>Resize And Pad Image</source>
        <translation>缩放并填充图像</translation>
    </message>
    <message>
        <source>Flux Kontext Image Scale</source>
        <translation>Flux Kontext 图像缩放</translation>
    </message>
    <message>
        <source>Image Quantize</source>
        <translation>量化图像</translation>
    </message>
    <message>
        <source>Image Add Noise</source>
        <translation>图像添加噪波</translation>
    </message>
    <message>
        <source>Canny</source>
        <translation>Canny 边缘检测</translation>
    </message>
    <message>
        <source>Image RGB To YUV</source>
        <translation>图像 RGB 转换为 YUV</translation>
    </message>
    <message>
        <source>Image YUV To RGB</source>
        <translation>图像 YUV 转换为 RGB</translation>
    </message>
    <message>
        <source>Porter-Duff Image Composite</source>
        <translation>Porter-Duff 图像合成</translation>
    </message>
    <message>
        <source>Batch Images (Any Number)</source>
        <translation>图像组合批次（任意数量）</translation>
    </message>
    <message>
        <source>Rebatch Images</source>
        <translation>重设图像批次</translation>
    </message>
    <message>
        <source>Batch Masks</source>
        <translation>遮罩组合批次</translation>
    </message>
    <message>
        <source>Concatenate</source>
        <translation>拼接</translation>
    </message>
    <message>
        <source>Substring</source>
        <translation>子字符串</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Case Converter</source>
        <translation>大小写转换</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>修剪</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Contains</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Math Expression</source>
        <translation>数学表达式</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>切换</translation>
    </message>
    <message>
        <source>Resolution Selector</source>
        <translation>分辨率选择</translation>
    </message>
    <message>
        <source>Preview Any</source>
        <translation>预览任意</translation>
    </message>
    <message>
        <source>CLIP Merge Simple</source>
        <translation>CLIP 简单合并</translation>
    </message>
    <message>
        <source>CLIP Merge Add</source>
        <translation>CLIP 相加合并</translation>
    </message>
    <message>
        <source>CLIP Merge Subtract</source>
        <translation>CLIP 相减合并</translation>
    </message>
    <message>
        <source>HyperTile</source>
        <translation>HyperTile 分块注意力</translation>
    </message>
    <message>
        <source>Latent Apply Operation CFG</source>
        <translation>Latent 操作应用到 CFG</translation>
    </message>
    <message>
        <source>Skip Layer Guidance DiT</source>
        <translation>跳层引导（DiT）</translation>
    </message>
    <message>
        <source>Skip Layer Guidance SD3</source>
        <translation>跳层引导（SD3）</translation>
    </message>
    <message>
        <source>Skip Layer Guidance DiT (Simple)</source>
        <translation>跳层引导（DiT，简易）</translation>
    </message>
    <message>
        <source>Extract and Save Lora</source>
        <translation>提取并保存 LoRA</translation>
    </message>
    <message>
        <source>Save Checkpoint</source>
        <translation>保存 Checkpoint</translation>
    </message>
    <message>
        <source>Save Model</source>
        <translation>保存模型</translation>
    </message>
    <message>
        <source>Save CLIP</source>
        <translation>保存 CLIP</translation>
    </message>
    <message>
        <source>Save VAE</source>
        <translation>保存 VAE</translation>
    </message>
    <message>
        <source>Load Image Dataset from Folder</source>
        <translation>从文件夹加载图像数据集</translation>
    </message>
    <message>
        <source>Load Image and Text Dataset from Folder</source>
        <translation>从文件夹加载图文数据集</translation>
    </message>
    <message>
        <source>Train LoRA</source>
        <translation>训练 LoRA</translation>
    </message>
    <message>
        <source>Load LoRA Model</source>
        <translation>加载 LoRA 模型</translation>
    </message>
    <message>
        <source>Save LoRA Weights</source>
        <translation>保存 LoRA 权重</translation>
    </message>
    <message>
        <source>Plot Loss Graph</source>
        <translation>绘制损失曲线</translation>
    </message>
    <message>
        <source>Generate Text</source>
        <translation>生成文本</translation>
    </message>
    <message>
        <source>Chat Messages</source>
        <translation>对话消息</translation>
    </message>
    <message>
        <source>Embed Text</source>
        <translation>文本嵌入</translation>
    </message>
    <message>
        <source>Embedding Similarity</source>
        <translation>嵌入相似度</translation>
    </message>
    <message>
        <source>Load Image from Cache</source>
        <translation>从缓存加载图像</translation>
    </message>
    <message>
        <source>Save Image to Cache</source>
        <translation>保存图像到缓存</translation>
    </message>
    <message>
        <source>Save Image to WebSocket</source>
        <translation>通过 WebSocket 发送图像</translation>
    </message>
    <message>
        <source>Apply Mask to Image</source>
        <translation>将遮罩应用到图像</translation>
    </message>
    <message>
        <source>Expand Mask</source>
        <translation>扩大遮罩</translation>
    </message>
    <message>
        <source>Shrink Mask</source>
        <translation>收缩遮罩</translation>
    </message>
    <message>
        <source>Stabilize Mask</source>
        <translation>稳定遮罩</translation>
    </message>
    <message>
        <source>Fill Masked Area</source>
        <translation>填充遮罩区域</translation>
    </message>
    <message>
        <source>Blur Masked Area</source>
        <translation>模糊遮罩区域</translation>
    </message>
    <message>
        <source>Inpaint Preprocessor</source>
        <translation>局部重绘预处理器</translation>
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
        <translation>Latent 图像</translation>
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
        <translation>Alpha</translation>
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
        <translation>Checkpoint 名称</translation>
    </message>
    <message>
        <source>vae_name</source>
        <translation>VAE 名称</translation>
    </message>
    <message>
        <source>lora_name</source>
        <translation>LoRA 名称</translation>
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
        <translation>CLIP 强度</translation>
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
    <message>
        <source>expand</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>tapered_corners</source>
        <translation>斜角</translation>
    </message>
    <message>
        <source>flip_method</source>
        <translation>翻转方向</translation>
    </message>
    <message>
        <source>rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>batch_index</source>
        <translation>批次索引</translation>
    </message>
    <message>
        <source>length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>largest_size</source>
        <translation>最长边</translation>
    </message>
    <message>
        <source>megapixels</source>
        <translation>百万像素</translation>
    </message>
    <message>
        <source>operation</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>kernel_size</source>
        <translation>核大小</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>CONTROL_NET</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>GUIDER</source>
        <translation>引导器</translation>
    </message>
    <message>
        <source>LATENT_OPERATION</source>
        <translation>Latent 操作</translation>
    </message>
    <message>
        <source>NOISE</source>
        <translation>噪波</translation>
    </message>
    <message>
        <source>SAMPLER</source>
        <translation>采样器</translation>
    </message>
    <message>
        <source>SIGMAS</source>
        <translation>Sigmas</translation>
    </message>
    <message>
        <source>clip</source>
        <translation>CLIP</translation>
    </message>
    <message>
        <source>vae</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>clip_name</source>
        <translation>CLIP 名称</translation>
    </message>
    <message>
        <source>unet_name</source>
        <translation>UNET 名称</translation>
    </message>
    <message>
        <source>control_net</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>control_net_name</source>
        <translation>ControlNet 名称</translation>
    </message>
    <message>
        <source>weight_dtype</source>
        <translation>权重类型</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>patched_model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>model_type</source>
        <translation>模型类型</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>中间</translation>
    </message>
    <message>
        <source>cond</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>conditioning</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>conditioning_1</source>
        <translation>条件 1</translation>
    </message>
    <message>
        <source>conditioning_2</source>
        <translation>条件 2</translation>
    </message>
    <message>
        <source>conditioning_from</source>
        <translation>源条件</translation>
    </message>
    <message>
        <source>conditioning_to</source>
        <translation>目标条件</translation>
    </message>
    <message>
        <source>conditioning_to_strength</source>
        <translation>目标条件强度</translation>
    </message>
    <message>
        <source>empty_conditioning</source>
        <translation>空条件</translation>
    </message>
    <message>
        <source>set_cond_area</source>
        <translation>条件区域</translation>
    </message>
    <message>
        <source>guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>start_percent</source>
        <translation>开始百分比</translation>
    </message>
    <message>
        <source>end_percent</source>
        <translation>结束百分比</translation>
    </message>
    <message>
        <source>stop_at_clip_layer</source>
        <translation>停止于 CLIP 层</translation>
    </message>
    <message>
        <source>clip_g</source>
        <translation>CLIP-G</translation>
    </message>
    <message>
        <source>clip_l</source>
        <translation>CLIP-L</translation>
    </message>
    <message>
        <source>t5xxl</source>
        <translation>T5XXL</translation>
    </message>
    <message>
        <source>text_g</source>
        <translation>文本 G</translation>
    </message>
    <message>
        <source>text_l</source>
        <translation>文本 L</translation>
    </message>
    <message>
        <source>ascore</source>
        <translation>美学分数</translation>
    </message>
    <message>
        <source>crop_w</source>
        <translation>裁剪宽度</translation>
    </message>
    <message>
        <source>crop_h</source>
        <translation>裁剪高度</translation>
    </message>
    <message>
        <source>target_width</source>
        <translation>目标宽度</translation>
    </message>
    <message>
        <source>target_height</source>
        <translation>目标高度</translation>
    </message>
    <message>
        <source>empty_padding</source>
        <translation>空填充</translation>
    </message>
    <message>
        <source>sampler</source>
        <translation>采样器</translation>
    </message>
    <message>
        <source>guider</source>
        <translation>引导器</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>噪波</translation>
    </message>
    <message>
        <source>sigmas</source>
        <translation>Sigmas</translation>
    </message>
    <message>
        <source>add_noise</source>
        <translation>添加噪波</translation>
    </message>
    <message>
        <source>start_at_step</source>
        <translation>开始步数</translation>
    </message>
    <message>
        <source>end_at_step</source>
        <translation>结束步数</translation>
    </message>
    <message>
        <source>return_with_leftover_noise</source>
        <translation>返回剩余噪波</translation>
    </message>
    <message>
        <source>denoised_output</source>
        <translation>降噪输出</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>start_at_sigma</source>
        <translation>起始 Sigma</translation>
    </message>
    <message>
        <source>end_at_sigma</source>
        <translation>结束 Sigma</translation>
    </message>
    <message>
        <source>high_sigmas</source>
        <translation>高 Sigmas</translation>
    </message>
    <message>
        <source>low_sigmas</source>
        <translation>低 Sigmas</translation>
    </message>
    <message>
        <source>sigma_max</source>
        <translation>最大 Sigma</translation>
    </message>
    <message>
        <source>sigma_min</source>
        <translation>最小 Sigma</translation>
    </message>
    <message>
        <source>sigma_value</source>
        <translation>Sigma 值</translation>
    </message>
    <message>
        <source>sampling_percent</source>
        <translation>采样百分比</translation>
    </message>
    <message>
        <source>return_actual_sigma</source>
        <translation>返回实际 Sigma</translation>
    </message>
    <message>
        <source>spacing</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>rho</source>
        <translation>Rho</translation>
    </message>
    <message>
        <source>mu</source>
        <translation>Mu</translation>
    </message>
    <message>
        <source>beta</source>
        <translation>Beta</translation>
    </message>
    <message>
        <source>beta_d</source>
        <translation>Beta D</translation>
    </message>
    <message>
        <source>beta_min</source>
        <translation>最小 Beta</translation>
    </message>
    <message>
        <source>eps_s</source>
        <translation>Epsilon</translation>
    </message>
    <message>
        <source>eta</source>
        <translation>Eta</translation>
    </message>
    <message>
        <source>coeff</source>
        <translation>系数</translation>
    </message>
    <message>
        <source>s_noise</source>
        <translation>噪波系数</translation>
    </message>
    <message>
        <source>noise_device</source>
        <translation>噪波设备</translation>
    </message>
    <message>
        <source>solver_type</source>
        <translation>求解器类型</translation>
    </message>
    <message>
        <source>order</source>
        <translation>阶数</translation>
    </message>
    <message>
        <source>predictor_order</source>
        <translation>预测器阶数</translation>
    </message>
    <message>
        <source>corrector_order</source>
        <translation>校正器阶数</translation>
    </message>
    <message>
        <source>max_stage</source>
        <translation>最大阶段</translation>
    </message>
    <message>
        <source>use_pece</source>
        <translation>使用 PECE</translation>
    </message>
    <message>
        <source>simple_order_2</source>
        <translation>简化二阶</translation>
    </message>
    <message>
        <source>sde_start_percent</source>
        <translation>SDE 开始百分比</translation>
    </message>
    <message>
        <source>sde_end_percent</source>
        <translation>SDE 结束百分比</translation>
    </message>
    <message>
        <source>rtol</source>
        <translation>相对容差</translation>
    </message>
    <message>
        <source>atol</source>
        <translation>绝对容差</translation>
    </message>
    <message>
        <source>h_init</source>
        <translation>初始步长</translation>
    </message>
    <message>
        <source>pcoeff</source>
        <translation>比例系数</translation>
    </message>
    <message>
        <source>icoeff</source>
        <translation>积分系数</translation>
    </message>
    <message>
        <source>dcoeff</source>
        <translation>微分系数</translation>
    </message>
    <message>
        <source>accept_safety</source>
        <translation>安全系数</translation>
    </message>
    <message>
        <source>r</source>
        <translation>R</translation>
    </message>
    <message>
        <source>version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>cfg_conds</source>
        <translation>条件 CFG</translation>
    </message>
    <message>
        <source>cfg_cond2_negative</source>
        <translation>条件 2 与负面 CFG</translation>
    </message>
    <message>
        <source>style</source>
        <translation>样式</translation>
    </message>
    <message>
        <source>neg_scale</source>
        <translation>负面缩放</translation>
    </message>
    <message>
        <source>min_cfg</source>
        <translation>最小 CFG</translation>
    </message>
    <message>
        <source>cfg_trunc</source>
        <translation>CFG 截断</translation>
    </message>
    <message>
        <source>renorm_cfg</source>
        <translation>重归一化 CFG</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>norm_threshold</source>
        <translation>范数阈值</translation>
    </message>
    <message>
        <source>sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>base_shift</source>
        <translation>基础偏移</translation>
    </message>
    <message>
        <source>max_shift</source>
        <translation>最大偏移</translation>
    </message>
    <message>
        <source>zsnr</source>
        <translation>零终端信噪比</translation>
    </message>
    <message>
        <source>scaling_factor</source>
        <translation>缩放系数</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>blur_sigma</source>
        <translation>模糊 Sigma</translation>
    </message>
    <message>
        <source>b1</source>
        <translation>B1</translation>
    </message>
    <message>
        <source>b2</source>
        <translation>B2</translation>
    </message>
    <message>
        <source>s1</source>
        <translation>S1</translation>
    </message>
    <message>
        <source>s2</source>
        <translation>S2</translation>
    </message>
    <message>
        <source>block_number</source>
        <translation>块编号</translation>
    </message>
    <message>
        <source>downscale_factor</source>
        <translation>缩小系数</translation>
    </message>
    <message>
        <source>downscale_after_skip</source>
        <translation>跳接后缩小</translation>
    </message>
    <message>
        <source>downscale_method</source>
        <translation>缩小方法</translation>
    </message>
    <message>
        <source>latent</source>
        <translation>Latent</translation>
    </message>
    <message>
        <source>latents</source>
        <translation>Latent</translation>
    </message>
    <message>
        <source>samples_from</source>
        <translation>源 Latent</translation>
    </message>
    <message>
        <source>samples_to</source>
        <translation>目标 Latent</translation>
    </message>
    <message>
        <source>noise_mask</source>
        <translation>噪波遮罩</translation>
    </message>
    <message>
        <source>grow_mask_by</source>
        <translation>遮罩扩展量</translation>
    </message>
    <message>
        <source>feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>multiplier</source>
        <translation>系数</translation>
    </message>
    <message>
        <source>ratio</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>dim</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>seed_behavior</source>
        <translation>种子行为</translation>
    </message>
    <message>
        <source>tile_size</source>
        <translation>分块尺寸</translation>
    </message>
    <message>
        <source>overlap</source>
        <translation>重叠</translation>
    </message>
    <message>
        <source>temporal_size</source>
        <translation>时间尺寸</translation>
    </message>
    <message>
        <source>temporal_overlap</source>
        <translation>时间重叠</translation>
    </message>
    <message>
        <source>source_alpha</source>
        <translation>源 Alpha</translation>
    </message>
    <message>
        <source>destination_alpha</source>
        <translation>目标 Alpha</translation>
    </message>
    <message>
        <source>mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>colors</source>
        <translation>颜色数量</translation>
    </message>
    <message>
        <source>dither</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>low_threshold</source>
        <translation>低阈值</translation>
    </message>
    <message>
        <source>high_threshold</source>
        <translation>高阈值</translation>
    </message>
    <message>
        <source>padding_color</source>
        <translation>填充颜色</translation>
    </message>
    <message>
        <source>interpolation</source>
        <translation>插值方法</translation>
    </message>
    <message>
        <source>resize_type</source>
        <translation>缩放方式</translation>
    </message>
    <message>
        <source>scale_method</source>
        <translation>缩放方法</translation>
    </message>
    <message>
        <source>longer_size</source>
        <translation>长边</translation>
    </message>
    <message>
        <source>shorter_size</source>
        <translation>短边</translation>
    </message>
    <message>
        <source>match</source>
        <translation>匹配对象</translation>
    </message>
    <message>
        <source>multiple</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>aspect_ratio</source>
        <translation>宽高比</translation>
    </message>
    <message>
        <source>resized</source>
        <translation>缩放结果</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>string</source>
        <translation>字符串</translation>
    </message>
    <message>
        <source>string_a</source>
        <translation>字符串 A</translation>
    </message>
    <message>
        <source>string_b</source>
        <translation>字符串 B</translation>
    </message>
    <message>
        <source>substring</source>
        <translation>子字符串</translation>
    </message>
    <message>
        <source>delimiter</source>
        <translation>分隔符</translation>
    </message>
    <message>
        <source>start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>end</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>case_sensitive</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>expression</source>
        <translation>表达式</translation>
    </message>
    <message>
        <source>switch</source>
        <translation>开关</translation>
    </message>
    <message>
        <source>on_true</source>
        <translation>为真时</translation>
    </message>
    <message>
        <source>on_false</source>
        <translation>为假时</translation>
    </message>
    <message>
        <source>swap_size</source>
        <translation>交换块数</translation>
    </message>
    <message>
        <source>max_depth</source>
        <translation>最大深度</translation>
    </message>
    <message>
        <source>scale_depth</source>
        <translation>随深度缩放</translation>
    </message>
    <message>
        <source>double_layers</source>
        <translation>双流层</translation>
    </message>
    <message>
        <source>single_layers</source>
        <translation>单流层</translation>
    </message>
    <message>
        <source>rescaling_scale</source>
        <translation>重缩放强度</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>lora_type</source>
        <translation>LoRA 类型</translation>
    </message>
    <message>
        <source>bias_diff</source>
        <translation>偏置差</translation>
    </message>
    <message>
        <source>text_encoder_diff</source>
        <translation>文本编码器差</translation>
    </message>
    <message>
        <source>model_diff</source>
        <translation>模型差</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>resize_method</source>
        <translation>缩放方式</translation>
    </message>
    <message>
        <source>grad_accumulation_steps</source>
        <translation>梯度累积步数</translation>
    </message>
    <message>
        <source>learning_rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>loss_function</source>
        <translation>损失函数</translation>
    </message>
    <message>
        <source>training_dtype</source>
        <translation>训练精度</translation>
    </message>
    <message>
        <source>lora_dtype</source>
        <translation>LoRA 精度</translation>
    </message>
    <message>
        <source>algorithm</source>
        <translation>算法</translation>
    </message>
    <message>
        <source>gradient_checkpointing</source>
        <translation>梯度检查点</translation>
    </message>
    <message>
        <source>existing_lora</source>
        <translation>已有 LoRA</translation>
    </message>
    <message>
        <source>model_with_lora</source>
        <translation>带 LoRA 的模型</translation>
    </message>
    <message>
        <source>lora</source>
        <translation>LoRA 权重</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>prefix</source>
        <translation>文件名前缀</translation>
    </message>
    <message>
        <source>keep_state</source>
        <translation>保留优化器状态</translation>
    </message>
    <message>
        <source>LORA_MODEL</source>
        <translation>LoRA 模型</translation>
    </message>
    <message>
        <source>LOSS_MAP</source>
        <translation>损失记录</translation>
    </message>
    <message>
        <source>EMBEDDING</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>system</source>
        <translation>系统提示</translation>
    </message>
    <message>
        <source>max_tokens</source>
        <translation>最大词元数</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>top_p</source>
        <translation>top_p</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>停止词</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元数</translation>
    </message>
    <message>
        <source>id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>grow</source>
        <translation>扩大</translation>
    </message>
    <message>
        <source>blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>blur_type</source>
        <translation>模糊类型</translation>
    </message>
    <message>
        <source>shrink</source>
        <translation>收缩</translation>
    </message>
    <message>
        <source>epsilon</source>
        <translation>阈值余量</translation>
    </message>
    <message>
        <source>fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>falloff</source>
        <translation>衰减</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>遮罩后的图像</translation>
    </message>
    <message>
        <source>format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>black_pixel_for_xinsir_cn</source>
        <translation>用黑色填充（xinsir）</translation>
    </message>
</context>
<context>
    <name>RunProgress</name>
    <message>
        <source>%1 · %2 of %3</source>
        <translation>%1 · %2 / %3</translation>
    </message>
    <message>
        <source>on this PC</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>with %1</source>
        <translation>与 %1 一起</translation>
    </message>
</context>
<context>
    <name>Screenshot</name>
    <message>
        <source>“%1” can&apos;t be written.</source>
        <translation>无法写入“%1”。</translation>
    </message>
</context>
<context>
    <name>Template</name>
    <message>
        <source>Words to picture</source>
        <translation>文字变图片</translation>
    </message>
    <message>
        <source>Say what you want to see.</source>
        <translation>写下你想看到的内容。</translation>
    </message>
    <message>
        <source>Picture to picture</source>
        <translation>图片变图片</translation>
    </message>
    <message>
        <source>A rough drawing becomes what your words say.</source>
        <translation>一张草图变成文字所说的样子。</translation>
    </message>
    <message>
        <source>Fill in a part</source>
        <translation>补画一部分</translation>
    </message>
    <message>
        <source>Words fill what is missing; the rest stays.</source>
        <translation>用文字补上缺少的部分，其余不变。</translation>
    </message>
    <message>
        <source>Enlarge a photograph</source>
        <translation>放大照片</translation>
    </message>
    <message>
        <source>Four times as wide and high, with a model.</source>
        <translation>用模型将宽和高各放大到四倍。</translation>
    </message>
    <message>
        <source>Two machines</source>
        <translation>两台机器</translation>
    </message>
    <message>
        <source>One graph, shared out over two computers.</source>
        <translation>一个工作流，分给两台电脑运行。</translation>
    </message>
    <message>
        <source>What you want to see</source>
        <translation>想看到的内容</translation>
    </message>
    <message>
        <source>What you don&apos;t want to see</source>
        <translation>不想看到的内容</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Your picture</source>
        <translation>你的图片</translation>
    </message>
    <message>
        <source>Your picture, transparent where it is painted anew</source>
        <translation>你的图片（透明的部分会重新画）</translation>
    </message>
    <message>
        <source>How much may change</source>
        <translation>允许改变多少</translation>
    </message>
    <message>
        <source>Photograph</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Sprout&apos;s size</source>
        <translation>Sprout 的尺寸</translation>
    </message>
    <message>
        <source>Only the hole</source>
        <translation>只画空缺处</translation>
    </message>
    <message>
        <source>Four times as large</source>
        <translation>放大到四倍</translation>
    </message>
    <message>
        <source>Enlarge with a model</source>
        <translation>用模型放大</translation>
    </message>
    <message>
        <source>Enlarge plainly (another machine)</source>
        <translation>普通放大（另一台机器）</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>What this shows</source>
        <translation>这里展示什么</translation>
    </message>
    <message>
        <source>One graph, two machines. The photograph is enlarged four times in two ways at once: by a Real-ESRGAN model, and plainly (bicubic) on another machine. The plain one comes back, is sharpened here, and both are saved side by side.

Nothing but pixels crosses from one machine to the other.</source>
        <translation>一个工作流，两台机器。照片同时用两种方式放大到四倍：用 Real-ESRGAN 模型，以及在另一台机器上普通放大（双三次）。普通放大的图片传回来，在这里锐化，然后两张并排保存。

在两台机器之间传送的只有像素。</translation>
    </message>
    <message>
        <source>a red apple</source>
        <translation>一个红苹果</translation>
    </message>
    <message>
        <source>an orange cat</source>
        <translation>一只橙色的猫</translation>
    </message>
    <message>
        <source>a red apple and a house</source>
        <translation>一个红苹果和一座房子</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>这台电脑</translation>
    </message>
    <message>
        <source>Another machine</source>
        <translation>另一台机器</translation>
    </message>
    <message>
        <source>Either machine: where it is best</source>
        <translation>任一台机器：由 Weft 选择</translation>
    </message>
</context>
<context>
    <name>weft::AppView</name>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Make another</source>
        <translation>再来一张</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Stop the run; what isn&apos;t delivered isn&apos;t charged</source>
        <translation>停止运行；未交付的部分不收费</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车键</translation>
    </message>
    <message>
        <source>Free, %1</source>
        <translation>免费，%1</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Your picture appears here.</source>
        <translation>图片会出现在这里。</translation>
    </message>
    <message>
        <source>This computer&apos;s engine is starting…</source>
        <translation>这台电脑的引擎正在启动…</translation>
    </message>
    <message>
        <source>This workflow has no words, seeds or pictures to set. Its graph shows everything.</source>
        <translation>这个工作流没有可填写的文字、种子或图片。节点图中可以看到全部内容。</translation>
    </message>
    <message>
        <source>%1 · ≈ %2 credits</source>
        <translation>%1 · ≈ %2 积分</translation>
    </message>
    <message>
        <source>Needs another machine: set a relay</source>
        <translation>需要另一台机器：请设置中继</translation>
    </message>
    <message>
        <source>At most %1 credits</source>
        <translation>最多 %1 积分</translation>
    </message>
    <message>
        <source>Publish as API…</source>
        <translation>发布为 API…</translation>
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
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Connect to…</source>
        <translation>连接到…</translation>
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
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>connected to %1</source>
        <translation>已连接到 %1</translation>
    </message>
    <message>
        <source>This view is noted: the key %1 comes back to it</source>
        <translation>已记下当前视图：按 %1 键可回到这里</translation>
    </message>
    <message>
        <source>No view is noted under %1. Ctrl+%1 notes the one that you see.</source>
        <translation>按键 %1 还没有记下视图。按 Ctrl+%1 可记下当前视图。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Brown</source>
        <translation>棕色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Pale blue</source>
        <translation>淡蓝色</translation>
    </message>
    <message>
        <source>Cyan</source>
        <translation>青色</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>“%1” after each run…</source>
        <translation>每次运行后的“%1”…</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Align</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>After each run: %1</source>
        <translation>每次运行后：%1</translation>
    </message>
    <message>
        <source>Another random number now</source>
        <translation>立即换一个随机数</translation>
    </message>
    <message>
        <source>There is no input folder to keep the picture in</source>
        <translation>没有可存放图片的输入文件夹</translation>
    </message>
    <message>
        <source>No machine that you reach loads pictures</source>
        <translation>可用的机器都不能加载图片</translation>
    </message>
    <message>
        <source>Select a node that loads a picture first</source>
        <translation>请先选中一个加载图片的节点</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t in the input folder, or isn&apos;t a picture</source>
        <translation>“%1”不在输入文件夹中，或不是图片</translation>
    </message>
    <message>
        <source>Swap for…</source>
        <translation>换成…</translation>
    </message>
    <message>
        <source>one more</source>
        <translation>加一</translation>
    </message>
    <message>
        <source>one less</source>
        <translation>减一</translation>
    </message>
    <message>
        <source>a random number</source>
        <translation>随机数</translation>
    </message>
    <message>
        <source>stays as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>After each run</source>
        <translation>每次运行后</translation>
    </message>
    <message>
        <source>Nothing is known here of this node&apos;s type</source>
        <translation>这里没有此节点类型的说明</translation>
    </message>
    <message>
        <source>Nodes snap to the grid</source>
        <translation>节点吸附到网格</translation>
    </message>
    <message>
        <source>Nodes move freely</source>
        <translation>节点自由移动</translation>
    </message>
    <message>
        <source>All wires are shown</source>
        <translation>显示所有连线</translation>
    </message>
    <message>
        <source>Only the selection&apos;s wires stand out</source>
        <translation>只突出所选节点的连线</translation>
    </message>
    <message>
        <source>Only the selection&apos;s wires are shown</source>
        <translation>只显示所选节点的连线</translation>
    </message>
    <message>
        <source>All wires of an output can only go to another output</source>
        <translation>一个输出的所有连线只能移到另一个输出</translation>
    </message>
    <message>
        <source>edge of this subgraph</source>
        <translation>此子图的边界</translation>
    </message>
    <message>
        <source>a subgraph</source>
        <translation>子图</translation>
    </message>
    <message>
        <source>also an input, not connected</source>
        <translation>也是输入，未连接</translation>
    </message>
    <message>
        <source>new port: drop a wire here</source>
        <translation>新接口：把连线拖到这里</translation>
    </message>
    <message>
        <source>Show “%1” as an input</source>
        <translation>将“%1”显示为输入</translation>
    </message>
    <message>
        <source>Settings as inputs</source>
        <translation>设置项作为输入</translation>
    </message>
    <message>
        <source>subgraph of this workflow</source>
        <translation>此工作流的子图</translation>
    </message>
    <message>
        <source>Insert a node…</source>
        <translation>插入节点…</translation>
    </message>
    <message>
        <source>group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Drop it on a port or a setting</source>
        <translation>请拖到接口或设置项上</translation>
    </message>
    <message>
        <source>Another colour…</source>
        <translation>其他颜色…</translation>
    </message>
    <message>
        <source>Mute its nodes</source>
        <translation>静音其中的节点</translation>
    </message>
    <message>
        <source>Bypass its nodes</source>
        <translation>忽略其中的节点</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Fit to its nodes</source>
        <translation>适应其中的节点</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Select its nodes</source>
        <translation>选择其中的节点</translation>
    </message>
    <message>
        <source>Remove the group, keep its nodes</source>
        <translation>移除分组，保留节点</translation>
    </message>
    <message>
        <source>group “%1”, nodes: %2</source>
        <translation>分组“%1”，节点数：%2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>A wire leaves the selection and comes back to it through “%1”: select that too</source>
        <translation>有连线离开所选部分，又经“%1”回来：请把它也选上</translation>
    </message>
    <message>
        <source>Select the nodes first</source>
        <translation>请先选择节点</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Remove this port</source>
        <translation>移除此接口</translation>
    </message>
    <message>
        <source>Make a subgraph</source>
        <translation>创建子图</translation>
    </message>
    <message>
        <source>New subgraph</source>
        <translation>新子图</translation>
    </message>
    <message>
        <source>Select one subgraph first</source>
        <translation>请先选择一个子图</translation>
    </message>
    <message>
        <source>Rename the subgraph…</source>
        <translation>重命名子图…</translation>
    </message>
    <message>
        <source>Insert another of it</source>
        <translation>再插入一个</translation>
    </message>
    <message>
        <source>Make it independent of the others</source>
        <translation>与其他实例脱离关联</translation>
    </message>
    <message>
        <source>Select one node with settings first</source>
        <translation>请先选择一个有设置项的节点</translation>
    </message>
    <message>
        <source>is an input</source>
        <translation>已是输入</translation>
    </message>
    <message>
        <source>Setting as input, or back</source>
        <translation>设置项变为输入，或变回</translation>
    </message>
    <message>
        <source>Point at a wire, or select one node that has wires</source>
        <translation>请指向一条连线，或选择一个有连线的节点</translation>
    </message>
    <message>
        <source>Bend which wire?</source>
        <translation>弯折哪条连线？</translation>
    </message>
    <message>
        <source>Remove this bend point</source>
        <translation>移除此转接点</translation>
    </message>
    <message>
        <source>Add a bend point</source>
        <translation>添加转接点</translation>
    </message>
    <message>
        <source>Cut this wire</source>
        <translation>切断此连线</translation>
    </message>
    <message>
        <source>Straighten this wire</source>
        <translation>拉直此连线</translation>
    </message>
    <message>
        <source>bend point: %1</source>
        <translation>转接点：%1</translation>
    </message>
    <message>
        <source>Drop a wire here: the subgraph gets a port for it</source>
        <translation>把连线拖到这里：子图会为它增加一个接口</translation>
    </message>
    <message>
        <source>There is no bend point</source>
        <translation>没有转接点</translation>
    </message>
    <message>
        <source>Publish its nodes as API…</source>
        <translation>将其中的节点发布为 API…</translation>
    </message>
</context>
<context>
    <name>weft::FormField</name>
    <message>
        <source>Another seed: another picture of the same words</source>
        <translation>换一个种子：同样的文字，另一张图片</translation>
    </message>
    <message>
        <source>Roll the dice</source>
        <translation>掷骰子</translation>
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
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
</context>
<context>
    <name>weft::MachinesPanel</name>
    <message>
        <source>I trust this machine</source>
        <translation>我信任这台机器</translation>
    </message>
    <message>
        <source>%1
Trusted: runs on trusted machines may use it.</source>
        <translation>%1
受信任：在受信任机器上的运行可以使用它。</translation>
    </message>
    <message>
        <source>%1
Right-click to trust it.</source>
        <translation>%1
右键单击可将其设为受信任。</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>机器</translation>
    </message>
</context>
<context>
    <name>weft::MainWindow</name>
    <message>
        <source>Canvas: %1</source>
        <translation>画布：%1</translation>
    </message>
    <message>
        <source>%1 is for “%2” now, no longer for “%3”.</source>
        <translation>%1 现在用于“%2”，不再用于“%3”。</translation>
    </message>
    <message>
        <source>Stop the run?</source>
        <translation>停止运行？</translation>
    </message>
    <message>
        <source>A run is going on. What is finished is kept; the rest is stopped and costs nothing.</source>
        <translation>正在运行。已完成的部分会保留；其余部分将停止，不收费。</translation>
    </message>
    <message>
        <source>NODES</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>MACHINES</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>RESULTS</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>MAP</source>
        <translation>小地图</translation>
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
        <source>last run</source>
        <translation>上次运行</translation>
    </message>
    <message>
        <source>Open a workflow</source>
        <translation>打开工作流</translation>
    </message>
    <message>
        <source>Workflows and pictures (*.json *.png *.jpg *.jpeg *.webp);;All files (*)</source>
        <translation>工作流和图片 (*.json *.png *.jpg *.jpeg *.webp);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Save the workflow</source>
        <translation>保存工作流</translation>
    </message>
    <message>
        <source>workflow</source>
        <translation>工作流</translation>
    </message>
    <message>
        <source>Workflows (*.json)</source>
        <translation>工作流 (*.json)</translation>
    </message>
    <message>
        <source>Save?</source>
        <translation>保存吗？</translation>
    </message>
    <message>
        <source>“%1” has changes that aren&apos;t saved.</source>
        <translation>“%1”有未保存的更改。</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Needs another machine</source>
        <translation>需要另一台机器</translation>
    </message>
    <message>
        <source>on this PC</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>with other machines</source>
        <translation>与其他机器一起</translation>
    </message>
    <message>
        <source>≈ %1 credits</source>
        <translation>≈ %1 积分</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>%1 is here.</source>
        <translation>%1 已就绪。</translation>
    </message>
    <message>
        <source>A wallet needs a relay. Start Weft with --relay and the address of one.</source>
        <translation>钱包需要中继。请在启动 Weft 时用 --relay 指定中继的地址。</translation>
    </message>
    <message>
        <source>+%1 credits</source>
        <translation>+%1 积分</translation>
    </message>
    <message>
        <source>Top up</source>
        <translation>充值</translation>
    </message>
    <message>
        <source>recent file</source>
        <translation>最近的文件</translation>
    </message>
    <message>
        <source>template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>你想做什么？</translation>
    </message>
    <message>
        <source>Weft goes on in the tray.</source>
        <translation>Weft 在托盘中继续运行。</translation>
    </message>
    <message>
        <source>Weft can&apos;t do anything with this link: %1</source>
        <translation>Weft 无法处理这个链接：%1</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>The report is saved. Read it before you send it.</source>
        <translation>报告已保存。发送之前请先读一遍。</translation>
    </message>
    <message>
        <source>“%1” couldn&apos;t be moved to the trash. It is where it was.</source>
        <translation>无法把“%1”移到回收站，它还在原处。</translation>
    </message>
    <message>
        <source>“%1” carries no workflow.</source>
        <translation>“%1”里没有工作流。</translation>
    </message>
    <message>
        <source>Load it as a picture</source>
        <translation>作为图片加载</translation>
    </message>
    <message>
        <source>%1 runs waited when Weft was closed. They go on when you say so.</source>
        <translation>Weft 关闭时有 %1 次运行在等待。由你决定何时继续。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source> Refunded: %1 credits.</source>
        <translation>已退回 %1 积分。</translation>
    </message>
    <message>
        <source>Go to node</source>
        <translation>转到节点</translation>
    </message>
    <message>
        <source>The selected nodes run on %1 now.</source>
        <translation>选中的节点现在在 %1 上运行。</translation>
    </message>
    <message>
        <source>“Only here” is chosen above, and goes before it.</source>
        <translation>上方选的是“仅限本机”，以它为准。</translation>
    </message>
    <message>
        <source>A part of this workflow must run on another machine. Set a relay, or choose another place for it. Nothing was changed.</source>
        <translation>此工作流有一部分必须在另一台机器上运行。请设置中继，或为它另选位置。没有任何改动。</translation>
    </message>
    <message>
        <source>Set a relay</source>
        <translation>设置中继</translation>
    </message>
    <message>
        <source>The workflow “%1”</source>
        <translation>工作流“%1”</translation>
    </message>
    <message>
        <source>%1 nodes of “%2”</source>
        <translation>“%2”中的 %1 个节点</translation>
    </message>
    <message>
        <source>“%1”, one node,</source>
        <translation>节点“%1”</translation>
    </message>
    <message>
        <source>One node</source>
        <translation>一个节点</translation>
    </message>
    <message>
        <source>It can&apos;t be published as it is. %1</source>
        <translation>目前无法发布。%1</translation>
    </message>
    <message>
        <source>“%1” is published: others can call it now.</source>
        <translation>“%1”已发布：他人现在就能调用。</translation>
    </message>
    <message>
        <source>“%1” is published. Others can call it while this computer is shared.</source>
        <translation>“%1”已发布。本机共享时，他人就能调用。</translation>
    </message>
    <message>
        <source>Published APIs…</source>
        <translation>已发布的 API…</translation>
    </message>
    <message>
        <source>Share my GPU</source>
        <translation>共享我的显卡</translation>
    </message>
    <message>
        <source>other machines</source>
        <translation>其他机器</translation>
    </message>
    <message>
        <source>Remove %1? The %2 nodes of it that guests are offered, and their prices, are forgotten, too.</source>
        <translation>移除 %1？提供给客人的 %2 个节点及其价格也会一并忘记。</translation>
    </message>
    <message>
        <source>Remove %1? The %2 models of it that guests are offered, and their price, are forgotten, too.</source>
        <translation>移除 %1？提供给客人的 %2 个模型及其价格也会一并忘记。</translation>
    </message>
    <message>
        <source>Remove %1? Its key is forgotten, too.</source>
        <translation>移除 %1？它的密钥也会一并忘记。</translation>
    </message>
    <message>
        <source>Remove the server?</source>
        <translation>移除服务器？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>weft::MaskCanvas</name>
    <message>
        <source>Picture with mask</source>
        <translation>带遮罩的图片</translation>
    </message>
</context>
<context>
    <name>weft::MaskDialog</name>
    <message>
        <source>Paint a mask</source>
        <translation>绘制遮罩</translation>
    </message>
    <message>
        <source>Left paints, right erases, the wheel zooms; [ and ] change the brush.</source>
        <translation>左键绘制，右键擦除，滚轮缩放；[ 和 ] 调整画笔。</translation>
    </message>
    <message>
        <source>Use this mask</source>
        <translation>使用此遮罩</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>硬度</translation>
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
        <source>Mask everything</source>
        <translation>全部遮罩</translation>
    </message>
    <message>
        <source>Mask nothing</source>
        <translation>清除遮罩</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反选</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应窗口</translation>
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
    <name>weft::PictureField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>%1. Press to choose another picture.</source>
        <translation>%1。按下可选择另一张图片。</translation>
    </message>
    <message>
        <source>Choose a picture</source>
        <translation>选择图片</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp);;All files (*)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.webp);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>weft::PromptEdit</name>
    <message>
        <source>Embeddings and LoRAs</source>
        <translation>Embedding 和 LoRA</translation>
    </message>
</context>
<context>
    <name>weft::RelayMarket</name>
    <message>
        <source>starts…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>stops…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
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
        <source>another machine</source>
        <translation>另一台机器</translation>
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
        <source>Pictures (*.png *.jpg *.jpeg *.webp);;All files (*)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.webp);;所有文件 (*)</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t a number</source>
        <translation>“%1”不是数字</translation>
    </message>
</context>
<context>
    <name>weft::StartPage</name>
    <message>
        <source>Share my GPU</source>
        <translation>共享我的显卡</translation>
    </message>
    <message>
        <source>This computer works for others when you don&apos;t need it.</source>
        <translation>你不用的时候，这台电脑为别人工作。</translation>
    </message>
    <message>
        <source>Lend this computer&apos;s free time and earn. Guests see none of your files; you stop it at any time.</source>
        <translation>出借这台电脑的空闲时间，获得收益。使用者看不到你的文件，你随时可以停止。</translation>
    </message>
    <message>
        <source>Sharing</source>
        <translation>正在共享</translation>
    </message>
    <message>
        <source>Sharing · %1</source>
        <translation>正在共享 · %1</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Build it as a graph. Run it on everyone&apos;s machines.</source>
        <translation>用节点图搭建，在大家的机器上运行。</translation>
    </message>
    <message>
        <source>Make a picture</source>
        <translation>生成图片</translation>
    </message>
    <message>
        <source>Type what you want to see. It runs on this computer: no account, no download, nothing to pay.</source>
        <translation>写下你想看到的内容，就在这台电脑上运行：不用账户，不用下载，不用付费。</translation>
    </message>
    <message>
        <source>Open a ComfyUI file</source>
        <translation>打开 ComfyUI 文件</translation>
    </message>
    <message>
        <source>A workflow or a picture that carries one. What this computer lacks can run on machines that have it.</source>
        <translation>工作流文件，或带有工作流的图片。这台电脑缺少的部分可以在有它的机器上运行。</translation>
    </message>
    <message>
        <source>TEMPLATES</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Empty workflow</source>
        <translation>空白工作流</translation>
    </message>
    <message>
        <source>RECENT</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Lend this computer&apos;s free time and earn. It needs a relay: the page says how to set one.</source>
        <translation>把这台电脑的空闲时间借出去，赚取收益。这需要中继：页面里有设置方法。</translation>
    </message>
    <message>
        <source>Type what you want to see. The engine of this computer hasn&apos;t started yet.</source>
        <translation>输入你想看到的内容。这台电脑的引擎尚未启动。</translation>
    </message>
</context>
<context>
    <name>weft::StatusStrip</name>
    <message>
        <source>No relay: everything runs on this PC</source>
        <translation>未连接中继：全部在本机运行</translation>
    </message>
    <message>
        <source>%1 · end to end encrypted</source>
        <translation>%1 · 端到端加密</translation>
    </message>
    <message>
        <source>%1 can&apos;t be reached · runs on this PC go on</source>
        <translation>无法连接 %1 · 本机运行不受影响</translation>
    </message>
    <message>
        <source>1 node</source>
        <translation>1 个节点</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 个节点</translation>
    </message>
    <message>
        <source>%1 machines</source>
        <translation>%1 台机器</translation>
    </message>
    <message>
        <source>1 wire crosses</source>
        <translation>1 条连线跨机器</translation>
    </message>
    <message>
        <source>%1 wires cross</source>
        <translation>%1 条连线跨机器</translation>
    </message>
    <message>
        <source>last run: %1 credits</source>
        <translation>上次运行：%1 积分</translation>
    </message>
    <message>
        <source>A finished run, end to end encrypted</source>
        <translation>已完成的运行，端到端加密</translation>
    </message>
    <message>
        <source>Needs another machine: set a relay</source>
        <translation>需要另一台机器：请设置中继</translation>
    </message>
    <message>
        <source>held %1 · charged so far %2 credits</source>
        <translation>冻结 %1 · 已扣 %2 积分</translation>
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
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Sharing needs a relay</source>
        <translation>共享需要连接中继</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>起始页</translation>
    </message>
    <message>
        <source>Start page: templates and files</source>
        <translation>起始页：模板和文件</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>节点图</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>The same workflow, node by node (Ctrl+E)</source>
        <translation>同一个工作流，逐个节点显示（Ctrl+E）</translation>
    </message>
    <message>
        <source>Only words, seeds and pictures (Ctrl+E)</source>
        <translation>只显示文字、种子和图片（Ctrl+E）</translation>
    </message>
    <message>
        <source>Wallet: top up, earnings, history (Alt+W)</source>
        <translation>钱包：充值、收益、记录（Alt+W）</translation>
    </message>
    <message>
        <source>How often Run runs it, each time with the seeds that follow</source>
        <translation>一次运行多少遍，每遍使用接下来的种子</translation>
    </message>
    <message>
        <source>Run it %1 times</source>
        <translation>运行 %1 遍</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>It runs behind those that wait: %1 (Ctrl+Enter)</source>
        <translation>排在等待中的运行之后：%1（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Once</source>
        <translation>一遍</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 遍</translation>
    </message>
    <message>
        <source>Lend this computer&apos;s free time to others; a right click turns it on and off</source>
        <translation>把这台电脑的空闲时间借给别人；点右键可以打开或关闭</translation>
    </message>
    <message>
        <source>≈ %1, at most %2 credits</source>
        <translation>≈ %1，最多 %2 积分</translation>
    </message>
    <message>
        <source>needs a relay</source>
        <translation>需要中继</translation>
    </message>
    <message>
        <source>A part of this workflow must run on another machine: set a relay first</source>
        <translation>此工作流有一部分必须在另一台机器上运行：请先设置中继</translation>
    </message>
</context>
<context>
    <name>weft::WorkflowPage</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Small VAE</source>
        <translation>小型 VAE</translation>
    </message>
    <message>
        <source>Text encoder</source>
        <translation>文本编码器</translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation>放大模型</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>剩余 %1 秒</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>剩余 %1 分钟</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>剩余 %1 小时</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>broke off, tries again</source>
        <translation>已中断，正在重试</translation>
    </message>
    <message>
        <source>size not known</source>
        <translation>大小未知</translation>
    </message>
    <message>
        <source>here</source>
        <translation>已在本机</translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>begun, can go on</source>
        <translation>已开始，可继续</translation>
    </message>
    <message>
        <source>available</source>
        <translation>可获取</translation>
    </message>
    <message>
        <source>licence: see its page</source>
        <translation>许可：见其页面</translation>
    </message>
    <message>
        <source>%1, to be accepted on the site</source>
        <translation>%1，须在网站上接受</translation>
    </message>
    <message>
        <source>not verified: the hash is noted at first download</source>
        <translation>未验证：首次下载时记录校验和</translation>
    </message>
    <message>
        <source>verified by its SHA-256</source>
        <translation>以 SHA-256 验证</translation>
    </message>
</context>
<context>
    <name>weft::MissingBanner</name>
    <message>
        <source>This workflow uses what isn&apos;t on this computer: %1.</source>
        <translation>此工作流用到了这台电脑上没有的模型：%1。</translation>
    </message>
    <message>
        <source>What is being downloaded is used as soon as it is here.</source>
        <translation>正在下载，完成后即可使用。</translation>
    </message>
    <message>
        <source>Weft doesn&apos;t know where to get it. Put the file into one of your folders of models, or choose another one on the node.</source>
        <translation>Weft 不知道从何处获取。请把文件放入你的模型文件夹，或在节点上另选一个。</translation>
    </message>
    <message>
        <source>Get it (%1)</source>
        <translation>获取（%1）</translation>
    </message>
    <message>
        <source>1 machine has it</source>
        <translation>1 台机器有</translation>
    </message>
    <message>
        <source>%1 machines have it</source>
        <translation>%1 台机器有</translation>
    </message>
    <message>
        <source>≈ %1 credits</source>
        <translation>≈ %1 积分</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>Allow other machines and run (%1)</source>
        <translation>允许其他机器并运行（%1）</translation>
    </message>
    <message>
        <source>Allow trusted machines and run (%1)</source>
        <translation>允许受信任的机器并运行（%1）</translation>
    </message>
    <message>
        <source>“%1” is on this computer as “%2” and used once Weft has read it. If this stays, choose it on the node, or start Weft again.</source>
        <translation>“%1”已在本机，名为“%2”，Weft 读取后即会使用。如果此提示不消失，请在节点上选择它，或重新启动 Weft。</translation>
    </message>
    <message>
        <source>Run it there (%1)</source>
        <translation>在那里运行（%1）</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
</context>
<context>
    <name>weft::ModelLine</name>
    <message>
        <source>%1 in %2
Its weights take about %3 while they are used.
%4</source>
        <translation>%1，位于 %2
使用时权重约占 %3。
%4</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>获取</translation>
    </message>
</context>
<context>
    <name>weft::ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Filter models</source>
        <translation>筛选模型</translation>
    </message>
    <message>
        <source>Kind of model</source>
        <translation>模型种类</translation>
    </message>
    <message>
        <source>No model of the list is called that.</source>
        <translation>列表中没有这样的模型。</translation>
    </message>
    <message>
        <source>Mirrors</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>HOST=ADDRESS: what the host has is got from that address; several are separated by spaces.</source>
        <translation>主机=地址：该主机上的内容从此地址获取；多个以空格分隔。</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>A folder of models, or the folder of ComfyUI, A1111 or InvokeAI: its models are used where they are.</source>
        <translation>模型文件夹，或 ComfyUI、A1111、InvokeAI 的文件夹：其中的模型就地使用。</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>所有种类</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 (downloads)</source>
        <translation>%1（下载位置）</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t a mirror. Write HOST=ADDRESS, the address with https. The mirrors are as they were.</source>
        <translation>“%1”不是镜像。请写成“主机=地址”，地址须为 https。镜像未作更改。</translation>
    </message>
    <message>
        <source>Folder of models, or of ComfyUI, A1111 or InvokeAI</source>
        <translation>模型文件夹，或 ComfyUI、A1111、InvokeAI 的文件夹</translation>
    </message>
    <message>
        <source>Workflows find models in these folders from the next start of Weft.</source>
        <translation>下次启动 Weft 后，工作流即可使用这些文件夹中的模型。</translation>
    </message>
</context>
<context>
    <name>Wallet</name>
    <message>
        <source>%1 credits</source>
        <translation>%1 积分</translation>
    </message>
    <message>
        <source>%1 (from earnings)</source>
        <translation>%1（收益）</translation>
    </message>
    <message>
        <source>job %1</source>
        <translation>任务 %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Which run</source>
        <translation>所属运行</translation>
    </message>
    <message>
        <source>Top up</source>
        <translation>充值</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Earned by sharing</source>
        <translation>共享收益</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Payout</source>
        <translation>提现</translation>
    </message>
    <message>
        <source>Payout that came back</source>
        <translation>提现退回</translation>
    </message>
    <message>
        <source>Earnings turned into credits</source>
        <translation>收益转为积分</translation>
    </message>
    <message>
        <source>Trial credits</source>
        <translation>试用积分</translation>
    </message>
    <message>
        <source>Given by the operator</source>
        <translation>运营者赠送</translation>
    </message>
    <message>
        <source>Disputed payment</source>
        <translation>争议付款</translation>
    </message>
    <message>
        <source>Dispute settled for you</source>
        <translation>争议已解决，积分退回</translation>
    </message>
    <message>
        <source>Blind credits</source>
        <translation>盲签积分</translation>
    </message>
    <message>
        <source>Brought along by a device</source>
        <translation>设备合并带入</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>$%1</source>
        <translation>%1 美元</translation>
    </message>
    <message>
        <source>≈ $%1</source>
        <translation>≈ %1 美元</translation>
    </message>
    <message>
        <source>card</source>
        <translation>银行卡</translation>
    </message>
    <message>
        <source>Alipay</source>
        <translation>支付宝</translation>
    </message>
    <message>
        <source>WeChat Pay</source>
        <translation>微信支付</translation>
    </message>
    <message>
        <source>stablecoin</source>
        <translation>稳定币</translation>
    </message>
    <message>
        <source>The payment page is open.</source>
        <translation>付款页面已打开。</translation>
    </message>
    <message>
        <source>Paid by a method that takes its time. The credits come by themselves; there is nothing more to do.</source>
        <translation>所用的付款方式需要一些时间。积分会自动到账，你无需再做什么。</translation>
    </message>
    <message>
        <source>Paid.</source>
        <translation>已付款。</translation>
    </message>
    <message>
        <source>Not paid: the page was left or has expired. Nothing was charged.</source>
        <translation>未付款：页面已关闭或已过期。没有产生任何扣费。</translation>
    </message>
    <message>
        <source>The payment didn&apos;t go through. Nothing was charged. Try again, or use another method.</source>
        <translation>付款没有成功，没有产生任何扣费。请重试，或换一种付款方式。</translation>
    </message>
    <message>
        <source>The refund is on its way. Banks take up to ten days to show it.</source>
        <translation>退款已在途中。银行最多可能需要十天才会显示。</translation>
    </message>
    <message>
        <source>%1 credits went back to where they came from.</source>
        <translation>%1 积分已按原路退回。</translation>
    </message>
    <message>
        <source>Your bank has taken this payment back for now. Its credits are held until that is settled. If it is a mistake, tell your bank.</source>
        <translation>你的银行暂时撤回了这笔付款。对应的积分会先保留，直到问题解决。如果有误，请联系你的银行。</translation>
    </message>
    <message>
        <source>Your bank has taken this payment back. Its credits are gone with it.</source>
        <translation>你的银行已撤回这笔付款，对应的积分也随之扣除。</translation>
    </message>
    <message>
        <source>%1 The payment service says: %2</source>
        <translation>%1支付服务的说明：%2</translation>
    </message>
    <message>
        <source>On its way to your bank; that takes a few days.</source>
        <translation>正在汇往你的银行，需要几天时间。</translation>
    </message>
    <message>
        <source>It couldn&apos;t be paid. Your earnings came back. Check your details under “Set up payouts”.</source>
        <translation>提现没有成功，收益已退回。请在“设置提现”中检查你的信息。</translation>
    </message>
    <message>
        <source>The relay hasn&apos;t answered, so nobody knows here whether it was done. Look at weft wallet history before you ask again.</source>
        <translation>中继没有答复，因此无法得知是否已执行。请先用 weft wallet history 查看，再决定是否重试。</translation>
    </message>
    <message>
        <source>Write whole credits, such as 500. Nothing was charged.</source>
        <translation>请填写整数积分，例如 500。没有产生任何扣费。</translation>
    </message>
    <message>
        <source>The monthly limit is smaller than one top up. Raise the limit, or add less at a time. Nothing was changed.</source>
        <translation>每月上限小于单次充值。请提高上限，或减少每次充值的数额。没有任何改动。</translation>
    </message>
    <message>
        <source>The relay hasn&apos;t answered. Weft asks again by itself until it does, and it happens only once, even if you ask for the same again.</source>
        <translation>中继没有回答。Weft 会自动再问，直到得到回答；即使你再次提出同样的请求，也只会执行一次。</translation>
    </message>
    <message>
        <source>The relay hasn&apos;t answered. Try again when the connection is back; nothing happens twice.</source>
        <translation>中继没有回答。请在连接恢复后重试；不会重复执行。</translation>
    </message>
    <message>
        <source>%1 (%2 credits)</source>
        <translation>%1（%2 积分）</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>收入 %1，支出 %2</translation>
    </message>
    <message>
        <source>Credits, or dollars earned</source>
        <translation>积分，收益为美元</translation>
    </message>
    <message>
        <source>Write dollars and whole cents, such as 4.50. Nothing was changed.</source>
        <translation>请填写美元金额，精确到美分，例如 4.50。没有任何改动。</translation>
    </message>
    <message>
        <source>A payout is at least {least}. Your earnings are kept.</source>
        <translation>提现至少 {least}。你的收益不受影响。</translation>
    </message>
    <message>
        <source>At most {most} is there for it. Write a smaller amount. Nothing was changed.</source>
        <translation>最多可用 {most}。请填写更小的金额。没有任何改动。</translation>
    </message>
    <message>
        <source>Gateway token</source>
        <translation>网关令牌</translation>
    </message>
</context>
<context>
    <name>weft::AutoTopUpCard</name>
    <message>
        <source>Saved card and automatic top up</source>
        <translation>已保存的银行卡与自动充值</translation>
    </message>
    <message>
        <source>Save a card…</source>
        <translation>保存银行卡…</translation>
    </message>
    <message>
        <source>Remove card</source>
        <translation>移除银行卡</translation>
    </message>
    <message>
        <source>Top up by itself</source>
        <translation>自动充值</translation>
    </message>
    <message>
        <source>When fewer credits are left than</source>
        <translation>积分少于</translation>
    </message>
    <message>
        <source>this is added</source>
        <translation>则充值</translation>
    </message>
    <message>
        <source>in a month at most</source>
        <translation>每月最多</translation>
    </message>
    <message>
        <source>Go on in the browser; the card appears here by itself.</source>
        <translation>请在浏览器中继续；银行卡会自动显示在这里。</translation>
    </message>
    <message>
        <source>Open the account page</source>
        <translation>打开账户页面</translation>
    </message>
    <message>
        <source>%1, in credits</source>
        <translation>%1（积分）</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>%1 ending in %2</source>
        <translation>%1，尾号 %2</translation>
    </message>
    <message>
        <source>No card is saved.</source>
        <translation>没有保存的银行卡。</translation>
    </message>
    <message>
        <source>This month so far: %1 of %2 credits.</source>
        <translation>本月已充：%1 / %2 积分。</translation>
    </message>
    <message>
        <source>Off: nothing is charged unless you top up yourself.</source>
        <translation>已关闭：除非你自己充值，否则不会扣费。</translation>
    </message>
    <message>
        <source>Save a card first; the payment service keeps it, not the relay.</source>
        <translation>请先保存一张银行卡；卡由支付服务保存，而不是中继。</translation>
    </message>
    <message>
        <source>The last automatic top up didn&apos;t come: %1 Top up above, or save another card.</source>
        <translation>上一次自动充值没有成功：%1请手动充值，或保存另一张卡。</translation>
    </message>
</context>
<context>
    <name>weft::BalanceCard</name>
    <message>
        <source>Balance</source>
        <translation>余额</translation>
    </message>
    <message>
        <source>The balance isn&apos;t known yet</source>
        <translation>余额尚不清楚</translation>
    </message>
    <message>
        <source>%1 credits</source>
        <translation>%1 积分</translation>
    </message>
    <message>
        <source>Balance: %1 credits</source>
        <translation>余额：%1 积分</translation>
    </message>
    <message>
        <source>%1 more are held for runs that go on; what they don&apos;t use comes back by itself.</source>
        <translation>另有 %1 积分为正在进行的运行预留；未用部分会自动退回。</translation>
    </message>
    <message>
        <source>Nothing is held for runs. Credits don&apos;t expire.</source>
        <translation>没有为运行预留的积分。积分不会过期。</translation>
    </message>
    <message>
        <source>+%1 credits, added by itself</source>
        <translation>+%1 积分（自动充值）</translation>
    </message>
    <message>
        <source>+%1 credits</source>
        <translation>+%1 积分</translation>
    </message>
</context>
<context>
    <name>weft::EarningsCard</name>
    <message>
        <source>Earnings</source>
        <translation>收益</translation>
    </message>
    <message>
        <source>Pay out</source>
        <translation>提现</translation>
    </message>
    <message>
        <source>Turn into credits…</source>
        <translation>转为积分…</translation>
    </message>
    <message>
        <source>Turn into credits</source>
        <translation>转为积分</translation>
    </message>
    <message>
        <source>Leave them</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Code of your authenticator</source>
        <translation>验证器的验证码</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Open the account page</source>
        <translation>打开账户页面</translation>
    </message>
    <message>
        <source>Nothing is maturing. Earnings mature some days after a run.</source>
        <translation>没有尚未到期的收益。收益在运行数日后到期。</translation>
    </message>
    <message>
        <source>%1 of what buyers pay is yours; %2 goes to the relay.</source>
        <translation>买家所付的 %1 归你，%2 归中继。</translation>
    </message>
    <message>
        <source>Go on with the payout set-up</source>
        <translation>继续设置提现</translation>
    </message>
    <message>
        <source>Mend the payout details</source>
        <translation>修正提现信息</translation>
    </message>
    <message>
        <source>Set up payouts</source>
        <translation>设置提现</translation>
    </message>
    <message>
        <source>The payment service needs more of your details before it pays out. Your earnings are kept.</source>
        <translation>支付服务需要你补充信息才能提现。你的收益会保留。</translation>
    </message>
    <message>
        <source>The payout is on its way to your bank.</source>
        <translation>提现正在汇往你的银行。</translation>
    </message>
    <message>
        <source>They are credits now.</source>
        <translation>已转为积分。</translation>
    </message>
    <message>
        <source>Go on in the browser. What you enter there goes to the payment service, not to the relay.</source>
        <translation>请在浏览器中继续。你在那里填写的内容只交给支付服务，不会交给中继。</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>How much of the earnings, in dollars</source>
        <translation>收益的金额（美元）</translation>
    </message>
    <message>
        <source>Earnings that can be paid out: %1</source>
        <translation>可提现的收益：%1</translation>
    </message>
    <message>
        <source>can be paid out</source>
        <translation>可提现</translation>
    </message>
    <message>
        <source>%1 more is maturing; the next %2 on %3.</source>
        <translation>还有 %1未到期；下一笔 %2于 %3 到期。</translation>
    </message>
    <message>
        <source>%1 more is maturing.</source>
        <translation>还有 %1未到期。</translation>
    </message>
    <message>
        <source>%1 is kept in reserve for a while, in case a buyer&apos;s bank takes a payment back.</source>
        <translation>%1暂时留作备用金，以防买家的银行撤回付款。</translation>
    </message>
    <message>
        <source>At least %1</source>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>Turn %1 of your earnings into %2 credits to spend? It happens at once and can&apos;t be undone.</source>
        <translation>要把 %1 收益转成 %2 积分用于消费吗？立即生效，且无法撤销。</translation>
    </message>
</context>
<context>
    <name>weft::HistoryPanel</name>
    <message>
        <source>All kinds</source>
        <translation>所有类别</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>搜索记录</translation>
    </message>
    <message>
        <source>Kind of movement</source>
        <translation>变动类别</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>History</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Nothing in the history is like that.</source>
        <translation>没有符合条件的记录。</translation>
    </message>
    <message>
        <source>Nothing has happened yet. What you add, spend and earn is listed here.</source>
        <translation>还没有任何记录。你的充值、支出和收益会列在这里。</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 条</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 条</translation>
    </message>
    <message>
        <source>credits: %1</source>
        <translation>积分：%1</translation>
    </message>
    <message>
        <source>earnings: %1</source>
        <translation>收益：%1</translation>
    </message>
    <message>
        <source>Export the history</source>
        <translation>导出记录</translation>
    </message>
    <message>
        <source>“%1” is written.</source>
        <translation>“%1”已写入。</translation>
    </message>
</context>
<context>
    <name>weft::PayoutList</name>
    <message>
        <source>Nothing was paid out yet.</source>
        <translation>还没有提现。</translation>
    </message>
</context>
<context>
    <name>weft::TopUpCard</name>
    <message>
        <source>Top up</source>
        <translation>充值</translation>
    </message>
    <message>
        <source>%1 credits for %2</source>
        <translation>%1 积分，%2</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>How many credits to buy</source>
        <translation>要购买多少积分</translation>
    </message>
    <message>
        <source>Keep the card with the payment service, for automatic top ups</source>
        <translation>由支付服务保存此卡，用于自动充值</translation>
    </message>
    <message>
        <source>Open the page again</source>
        <translation>再次打开页面</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Cancel waiting</source>
        <translation>取消等待</translation>
    </message>
    <message>
        <source>Open the account page</source>
        <translation>打开账户页面</translation>
    </message>
    <message>
        <source>100 credits are $1. Unspent credits can go back to where they came from for 14 days.</source>
        <translation>100 积分为 1 美元。未使用的积分 14 天内可按原路退回。</translation>
    </message>
    <message>
        <source>Pay %1 in the browser</source>
        <translation>在浏览器中支付 %1</translation>
    </message>
    <message>
        <source>Pay in the browser</source>
        <translation>在浏览器中支付</translation>
    </message>
    <message>
        <source>%1 to %2 credits can be added today.</source>
        <translation>今天可充值 %1 至 %2 积分。</translation>
    </message>
    <message>
        <source>No more can be added today. Tomorrow it can.</source>
        <translation>今天不能再充值，明天可以。</translation>
    </message>
    <message>
        <source>Waiting for the payment of %1 credits; you can go on working. They come by themselves.</source>
        <translation>正在等待 %1 积分的付款；你可以继续工作，积分会自动到账。</translation>
    </message>
    <message>
        <source>No browser came up. Copy the address of the payment page, and open it yourself.</source>
        <translation>浏览器没有打开。请复制付款页面的地址并自行打开。</translation>
    </message>
</context>
<context>
    <name>weft::TopUpList</name>
    <message>
        <source>Nothing was topped up yet.</source>
        <translation>还没有充值。</translation>
    </message>
    <message>
        <source>automatic, %1</source>
        <translation>自动，%1</translation>
    </message>
    <message>
        <source>%1 %2 unspent credits can go back until %3.</source>
        <translation>%1 可退回未使用的 %2 积分，截止 %3。</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>收据</translation>
    </message>
    <message>
        <source>Refund…</source>
        <translation>退款…</translation>
    </message>
    <message>
        <source>%1 credits (%2) go back to where they came from, and leave your balance. Banks take up to ten days.</source>
        <translation>%1 积分（%2）将按原路退回，并从余额中扣除。银行最多需要十天。</translation>
    </message>
    <message>
        <source>Refund %1</source>
        <translation>退款 %1</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留积分</translation>
    </message>
</context>
<context>
    <name>weft::WalletPage</name>
    <message>
        <source>Wallet</source>
        <translation>钱包</translation>
    </message>
    <message>
        <source>History</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Top ups and receipts</source>
        <translation>充值与收据</translation>
    </message>
    <message>
        <source>Payouts</source>
        <translation>提现</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>列表内容</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>截至 %1</translation>
    </message>
    <message>
        <source>The relay isn&apos;t reached yet. Weft keeps trying; your credits are safe there.</source>
        <translation>尚未连接到中继。Weft 会继续尝试；你的积分在那里是安全的。</translation>
    </message>
    <message>
        <source>The relay can&apos;t be reached just now. This is what it said at %1; Weft keeps trying.</source>
        <translation>暂时无法连接中继。以下是它在 %1 的数据；Weft 会继续尝试。</translation>
    </message>
    <message>
        <source>This relay is in test mode: no real money moves, neither in nor out.</source>
        <translation>此中继处于测试模式：不会发生真实的资金收付。</translation>
    </message>
    <message>
        <source>This relay takes no payments: your own machines and your friends&apos; machines are free here.</source>
        <translation>此中继不收款：你自己的机器和朋友的机器在这里免费使用。</translation>
    </message>
    <message>
        <source>This relay takes no payments: credits can&apos;t be bought or paid out here.</source>
        <translation>此中继不收付款：在这里不能购买积分，也不能提现。</translation>
    </message>
</context>
<context>
    <name>Account</name>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1 分钟前</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>%1 小时前</translation>
    </message>
</context>
<context>
    <name>weft::AccountController</name>
    <message>
        <source>The two passwords differ. Type the same one twice. Nothing was changed.</source>
        <translation>两次输入的密码不同。请输入两次相同的密码。没有任何更改。</translation>
    </message>
    <message>
        <source>From now on you can sign in with this address and password on other devices.</source>
        <translation>从现在起，你可以在其他设备上用这个地址和密码登录。</translation>
    </message>
    <message>
        <source>This device is signed in, and the code is used up. Set a new password and make a new recovery code now.</source>
        <translation>这台设备已登录，恢复码已用掉。请现在设置新密码并生成新的恢复码。</translation>
    </message>
    <message>
        <source>Two-step sign-in is on.</source>
        <translation>两步验证已开启。</translation>
    </message>
    <message>
        <source>Two-step sign-in is off.</source>
        <translation>两步验证已关闭。</translation>
    </message>
    <message>
        <source>That device is signed out and can&apos;t come back with its key.</source>
        <translation>那台设备已退出，不能再用它的密钥登录。</translation>
    </message>
    <message>
        <source>That machine is signed in to this account.</source>
        <translation>那台机器已登录到这个账户。</translation>
    </message>
    <message>
        <source>This device is signed in. What its old account held came along, unless that has a password or other devices.</source>
        <translation>这台设备已登录。它原账户里的积分和收益已一并转入，除非原账户有密码或其他设备。</translation>
    </message>
</context>
<context>
    <name>weft::AccountPage</name>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>An account belongs to a relay. Start Weft with --relay and the address of one.</source>
        <translation>账户属于某个中继。请用 --relay 和中继地址启动 Weft。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be reached just now. Weft goes on trying; nothing is lost.</source>
        <translation>暂时连不上 %1。Weft 会继续尝试；没有任何丢失。</translation>
    </message>
    <message>
        <source>At the relay %1</source>
        <translation>所在中继：%1</translation>
    </message>
</context>
<context>
    <name>weft::ApproveSection</name>
    <message>
        <source>Approve a machine</source>
        <translation>批准机器</translation>
    </message>
    <message>
        <source>On a machine without a screen run “weft account approve-me” and type the code that it shows. Never type a code that somebody sent you: the machine could spend your credits.</source>
        <translation>在没有屏幕的机器上运行“weft account approve-me”，并输入它显示的代码。切勿输入别人发给你的代码：那台机器可能会花掉你的积分。</translation>
    </message>
    <message>
        <source>Code on that machine</source>
        <translation>那台机器上的代码</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Code of your authenticator</source>
        <translation>验证器上的验证码</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>批准</translation>
    </message>
</context>
<context>
    <name>weft::DeviceLine</name>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Sign out…</source>
        <translation>退出登录…</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Device %1</source>
        <translation>设备 %1</translation>
    </message>
    <message>
        <source>this device</source>
        <translation>这台设备</translation>
    </message>
    <message>
        <source>online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>last seen: %1</source>
        <translation>上次在线：%1</translation>
    </message>
    <message>
        <source>New name of %1</source>
        <translation>%1 的新名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Sign out for good</source>
        <translation>永久退出</translation>
    </message>
</context>
<context>
    <name>weft::DevicesSection</name>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Each of them can spend this account&apos;s credits. Sign out what you have lost or given away.</source>
        <translation>每台设备都能使用这个账户的积分。丢失或转让的设备，请将其退出。</translation>
    </message>
</context>
<context>
    <name>weft::PasswordSection</name>
    <message>
        <source>E-mail address and password</source>
        <translation>邮箱地址和密码</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>邮箱地址</translation>
    </message>
    <message>
        <source>Password until now</source>
        <translation>现有密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>at least 10 characters</source>
        <translation>至少 10 个字符</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Code of your authenticator</source>
        <translation>验证器上的验证码</translation>
    </message>
    <message>
        <source>You sign in as %1.</source>
        <translation>你的登录邮箱是 %1。</translation>
    </message>
    <message>
        <source>Until now your account is this computer. With an address and a password you can sign in elsewhere, and your credits aren&apos;t lost with this computer.</source>
        <translation>目前你的账户就是这台电脑。有了邮箱地址和密码，你就能在别处登录，积分也不会随这台电脑一起丢失。</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Set password</source>
        <translation>设置密码</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Change address or password…</source>
        <translation>更改地址或密码…</translation>
    </message>
</context>
<context>
    <name>weft::RecoverySection</name>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Code of your authenticator</source>
        <translation>验证器上的验证码</translation>
    </message>
    <message>
        <source>I have written it down</source>
        <translation>我已抄下</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Write this code down and keep it apart from this computer. It is shown only now.</source>
        <translation>请抄下这个恢复码，并与这台电脑分开保存。它只在此时显示。</translation>
    </message>
    <message>
        <source>You have a recovery code. A new one makes the old one void.</source>
        <translation>你已有恢复码。生成新的之后，旧的即作废。</translation>
    </message>
    <message>
        <source>This account has earned something. Make a recovery code, so that it isn&apos;t lost with this computer.</source>
        <translation>这个账户已有收益。请生成恢复码，以免它随这台电脑一起丢失。</translation>
    </message>
    <message>
        <source>A code on paper that lets you back in when password and devices are lost.</source>
        <translation>抄在纸上的代码：密码和设备都丢失时，用它重新登录。</translation>
    </message>
    <message>
        <source>Make a new recovery code</source>
        <translation>生成新的恢复码</translation>
    </message>
    <message>
        <source>Make a recovery code</source>
        <translation>生成恢复码</translation>
    </message>
</context>
<context>
    <name>weft::SignInSection</name>
    <message>
        <source>Sign in to an account that you have</source>
        <translation>登录已有账户</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>邮箱地址</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Code of your authenticator</source>
        <translation>验证器上的验证码</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>The code is used up by this. All other devices are signed out; password and two-step sign-in are switched off: set new ones.</source>
        <translation>恢复码用一次即失效。其他设备都会退出登录，密码和两步验证会被关闭：请重新设置。</translation>
    </message>
    <message>
        <source>This computer joins that account. What its own account holds moves along.</source>
        <translation>这台电脑会加入那个账户。它原账户里的积分和收益会一并转入。</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>With a password instead</source>
        <translation>改用密码</translation>
    </message>
    <message>
        <source>With a recovery code instead</source>
        <translation>改用恢复码</translation>
    </message>
    <message>
        <source>Sign in to another account</source>
        <translation>登录其他账户</translation>
    </message>
    <message>
        <source>This computer leaves the account that it is in now, which keeps what it holds.</source>
        <translation>这台电脑会离开现在的账户，该账户里的积分和收益保留在原处。</translation>
    </message>
</context>
<context>
    <name>weft::TotpSection</name>
    <message>
        <source>Two-step sign-in</source>
        <translation>两步验证</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Code of your authenticator</source>
        <translation>验证器上的验证码</translation>
    </message>
    <message>
        <source>QR code of the secret; the same secret stands below as text</source>
        <translation>密钥的二维码；下面有同一密钥的文字</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Secret: %1</source>
        <translation>密钥：%1</translation>
    </message>
    <message>
        <source>It is on: signing in and payouts need a code of your authenticator.</source>
        <translation>已开启：登录和提现需要验证器上的验证码。</translation>
    </message>
    <message>
        <source>Scan this with your authenticator app, or type the secret there. Then type the code that it shows.</source>
        <translation>用验证器应用扫描，或在其中输入密钥，然后输入它显示的验证码。</translation>
    </message>
    <message>
        <source>With an authenticator app on your phone, a stolen password isn&apos;t enough. Payouts need it.</source>
        <translation>有了手机上的验证器应用，仅凭偷来的密码无法登录。提现需要它。</translation>
    </message>
    <message>
        <source>Set an e-mail address and a password first. Payouts need two-step sign-in.</source>
        <translation>请先设置邮箱地址和密码。提现需要两步验证。</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Switch on…</source>
        <translation>开启…</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>you may not write there</source>
        <translation>你没有写入权限</translation>
    </message>
    <message>
        <source>the disk can only be read</source>
        <translation>磁盘是只读的</translation>
    </message>
    <message>
        <source>there is a folder of this name</source>
        <translation>已有同名的文件夹</translation>
    </message>
    <message>
        <source>its folder isn&apos;t there</source>
        <translation>它的文件夹不存在</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>名称太长</translation>
    </message>
    <message>
        <source>it has fewer than %1 characters</source>
        <translation>不足 %1 个字符</translation>
    </message>
    <message>
        <source>it is among the first that are tried</source>
        <translation>它是最先被尝试的密码之一</translation>
    </message>
    <message>
        <source>it is your e-mail address</source>
        <translation>它就是你的邮箱地址</translation>
    </message>
    <message>
        <source>a character is mistyped or missing</source>
        <translation>有字符输错或缺失</translation>
    </message>
    <message>
        <source>it is unknown, expired or was used before</source>
        <translation>无此代码、已过期或已用过</translation>
    </message>
    <message>
        <source>this device was signed out of its account for good</source>
        <translation>这台设备已被永久退出其账户</translation>
    </message>
    <message>
        <source>this account has no such payment</source>
        <translation>这个账户没有这笔付款</translation>
    </message>
    <message>
        <source>the time for it is over</source>
        <translation>期限已过</translation>
    </message>
    <message>
        <source>it is spent, or went back already</source>
        <translation>已花费或已退回</translation>
    </message>
    <message>
        <source>they are too old and have to be exchanged first</source>
        <translation>它们已经过旧，需要先兑换</translation>
    </message>
    <message>
        <source>they are damaged</source>
        <translation>它们已损坏</translation>
    </message>
    <message>
        <source>this relay didn&apos;t sign them</source>
        <translation>不是这个中继签发的</translation>
    </message>
    <message>
        <source>no value came there</source>
        <translation>没有得到任何值</translation>
    </message>
    <message>
        <source>a list of several values can&apos;t be brought to a ComfyUI server</source>
        <translation>由多个值组成的列表无法送到 ComfyUI 服务器</translation>
    </message>
    <message>
        <source>a value of this kind can&apos;t be brought to a ComfyUI server, or back</source>
        <translation>这类值无法送到 ComfyUI 服务器，也无法取回</translation>
    </message>
    <message>
        <source>a batch so large, or so numbered, can&apos;t be brought to a ComfyUI server</source>
        <translation>这样大或这样编号的批次无法送到 ComfyUI 服务器</translation>
    </message>
    <message>
        <source>this latent holds more than a ComfyUI server can be given</source>
        <translation>这个潜空间图像包含 ComfyUI 服务器无法接收的内容</translation>
    </message>
    <message>
        <source>its noise mask can&apos;t be taken out of a ComfyUI server</source>
        <translation>它的噪声遮罩无法从 ComfyUI 服务器取出</translation>
    </message>
    <message>
        <source>the numbers of its batch can&apos;t be taken out of a ComfyUI server</source>
        <translation>它的批次编号无法从 ComfyUI 服务器取出</translation>
    </message>
    <message>
        <source>this ComfyUI server is too old to hand out texts and numbers</source>
        <translation>这个 ComfyUI 服务器版本过旧，无法给出文本和数字</translation>
    </message>
    <message>
        <source>its owner stopped the run</source>
        <translation>它的所有者停止了运行</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>没有说明原因</translation>
    </message>
    <message>
        <source>the refund was refused</source>
        <translation>退款被拒绝</translation>
    </message>
    <message>
        <source>the payout was refused</source>
        <translation>提现被拒绝</translation>
    </message>
    <message>
        <source>the payout was taken back</source>
        <translation>提现被撤回</translation>
    </message>
    <message>
        <source>the relay&apos;s own key was refused</source>
        <translation>中继自己的密钥被拒绝</translation>
    </message>
    <message>
        <source>it sends on to another address, which is not followed; name that address itself</source>
        <translation>它转到了另一个地址，而跳转不会被跟随；请直接填写那个地址</translation>
    </message>
    <message>
        <source>it wants an API key, or doesn&apos;t take the one that it got</source>
        <translation>它需要 API 密钥，或不接受所给的密钥</translation>
    </message>
    <message>
        <source>it has no list of language models, so it is no server of them</source>
        <translation>它没有语言模型列表，因此不是语言模型服务器</translation>
    </message>
    <message>
        <source>it has no public gateway</source>
        <translation>它没有公共网关</translation>
    </message>
    <message>
        <source>it doesn&apos;t know this gateway token, or the token was revoked</source>
        <translation>它不认识此网关令牌，或令牌已被撤销</translation>
    </message>
    <message>
        <source>this account has no such gateway token</source>
        <translation>此账户没有这个网关令牌</translation>
    </message>
    <message>
        <source>this machine isn&apos;t its public gateway</source>
        <translation>这台机器不是它的公共网关</translation>
    </message>
    <message>
        <source>it needs other machines, which ask more now than its author lets a call cost</source>
        <translation>它需要其他机器，而它们现在的价格超出了作者允许的每次调用花费</translation>
    </message>
    <message>
        <source>it needs other machines, and its author&apos;s credits don&apos;t last for them</source>
        <translation>它需要其他机器，而作者的积分不够支付</translation>
    </message>
    <message>
        <source>it needs other machines, and one was lost, or none is there now</source>
        <translation>它需要其他机器，而其中一台失去了连接，或现在没有可用的机器</translation>
    </message>
    <message>
        <source>its author has bounds for a setting, so it can&apos;t come straight from another call; set it on the node</source>
        <translation>作者限定了某项设置的范围，因此它不能直接取自另一次调用；请在节点上设置</translation>
    </message>
    <message>
        <source>another Weft serves programs from this folder now; end that one, or give one of them a folder of its own</source>
        <translation>另一个 Weft 正在用这个文件夹为程序服务；请先结束它，或给其中一个单独的文件夹</translation>
    </message>
    <message>
        <source>another Weft shares this computer from this folder, or settles what it shared; switch it off or close it first</source>
        <translation>另一个 Weft 正在从这个文件夹共享本机，或仍在结算已共享的任务；请先停止其共享或将其关闭</translation>
    </message>
    <message>
        <source>it is a Weft, no ComfyUI; machines with Weft are reached through a relay</source>
        <translation>它是 Weft，不是 ComfyUI；装有 Weft 的机器要通过中继访问</translation>
    </message>
    <message>
        <source>it doesn&apos;t answer as a ComfyUI does</source>
        <translation>它的回应不像 ComfyUI</translation>
    </message>
    <message>
        <source>it is neither a ComfyUI nor a server of language models</source>
        <translation>它既不是 ComfyUI，也不是语言模型服务器</translation>
    </message>
    <message>
        <source>it is in the list already</source>
        <translation>它已在列表中</translation>
    </message>
</context>
<context>
    <name>weft::BlindCard</name>
    <message>
        <source>Blind credits</source>
        <translation>盲签积分</translation>
    </message>
    <message>
        <source>Pay runs with blind credits</source>
        <translation>用盲签积分支付运行</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>How many credits become blind credits</source>
        <translation>要转为盲签积分的数量</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>提取</translation>
    </message>
    <message>
        <source>Turn all back into credits</source>
        <translation>全部转回积分</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>What they hide, and what they don&apos;t</source>
        <translation>它们隐藏什么，不隐藏什么</translation>
    </message>
    <message>
        <source>The relay still sees your network address. With Tor it doesn&apos;t: start Weft with --proxy socks5://127.0.0.1:9050.</source>
        <translation>中继仍会看到你的网络地址。用 Tor 就看不到：请以 --proxy socks5://127.0.0.1:9050 启动 Weft。</translation>
    </message>
    <message>
        <source>Relays are reached through %1, so they don&apos;t see your network address.</source>
        <translation>连接中继时经过 %1，所以中继看不到你的网络地址。</translation>
    </message>
    <message>
        <source>Your purse isn&apos;t open.</source>
        <translation>你的钱包文件还没有打开。</translation>
    </message>
    <message>
        <source>In your purse: %1 credits. %2 more are paid and not settled.</source>
        <translation>盲签积分：%1。另有 %2 已支付但尚未结算。</translation>
    </message>
    <message>
        <source>In your purse: %1 credits.</source>
        <translation>盲签积分：%1。</translation>
    </message>
    <message>
        <source>The relay signs them; a slow one takes a minute the first time.</source>
        <translation>中继正在签发；较慢的中继第一次需要一分钟。</translation>
    </message>
    <message>
        <source>From the next run on.</source>
        <translation>从下一次运行开始。</translation>
    </message>
    <message>
        <source>How many credits? Write a number such as 20 or 0.5. Nothing was changed.</source>
        <translation>多少积分？请写一个数字，例如 20 或 0.5。没有改变任何东西。</translation>
    </message>
    <message>
        <source>%1 credits are in your purse now.</source>
        <translation>%1 积分已转为盲签积分。</translation>
    </message>
    <message>
        <source>%1 credits are in your account again.</source>
        <translation>%1 积分已回到你的账户。</translation>
    </message>
    <message>
        <source>Turn into blind credits</source>
        <translation>转为盲签积分</translation>
    </message>
    <message>
        <source>The relay still sees your network address. With Tor it doesn&apos;t: set socks5://127.0.0.1:9050 as SOCKS proxy in the settings.</source>
        <translation>中继仍会看到你的网络地址。用 Tor 就看不到：请在设置里把 SOCKS 代理设为 socks5://127.0.0.1:9050。</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Start page</source>
        <translation>开始页</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation>钱包</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>About Weft, licences</source>
        <translation>关于 Weft 与许可证</translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation>所有命令…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Close tab</source>
        <translation>关闭标签页</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>下一个标签页</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>上一个标签页</translation>
    </message>
    <message>
        <source>Form or graph</source>
        <translation>表单或节点图</translation>
    </message>
    <message>
        <source>Search the node library</source>
        <translation>搜索节点库</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Cancel the run</source>
        <translation>取消运行</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Workflow</source>
        <translation>工作流</translation>
    </message>
    <message>
        <source>Marketplace</source>
        <translation>算力市场</translation>
    </message>
    <message>
        <source>Share my GPU</source>
        <translation>共享我的显卡</translation>
    </message>
    <message>
        <source>Turn sharing of this computer on or off</source>
        <translation>打开或关闭这台电脑的共享</translation>
    </message>
    <message>
        <source>Save a diagnostic report…</source>
        <translation>保存诊断报告…</translation>
    </message>
    <message>
        <source>Publish this workflow as API…</source>
        <translation>将此工作流发布为 API…</translation>
    </message>
    <message>
        <source>Published APIs…</source>
        <translation>已发布的 API…</translation>
    </message>
    <message>
        <source>Servers on this computer or network…</source>
        <translation>本机或网络上的服务器…</translation>
    </message>
    <message>
        <source>Serve ComfyUI programs, tokens…</source>
        <translation>为 ComfyUI 程序服务、令牌…</translation>
    </message>
</context>
<context>
    <name>weft::AboutDialog</name>
    <message>
        <source>windows and network</source>
        <translation>窗口与网络</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>coroutines</source>
        <translation>协程</translation>
    </message>
    <message>
        <source>encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>HTTP</source>
        <translation>HTTP</translation>
    </message>
    <message>
        <source>JSON and CBOR</source>
        <translation>JSON 与 CBOR</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>system keychain</source>
        <translation>系统密钥环</translation>
    </message>
    <message>
        <source>QR codes</source>
        <translation>二维码</translation>
    </message>
    <message>
        <source>icons</source>
        <translation>图标</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>作品</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Used for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Whose work Weft stands on</source>
        <translation>Weft 所用的他人成果</translation>
    </message>
    <message>
        <source>About Weft</source>
        <translation>关于 Weft</translation>
    </message>
    <message>
        <source>Build an AI workflow as a graph, and run it on other people&apos;s machines.
Free software under the GNU General Public License, version 3 or later. It comes without any warranty.</source>
        <translation>用节点图搭建 AI 工作流，并在别人的机器上运行。
自由软件，遵循 GNU 通用公共许可证第 3 版或更新版本，不提供任何担保。</translation>
    </message>
</context>
<context>
    <name>weft::SessionKeeper</name>
    <message>
        <source>“%1” isn&apos;t there any more.</source>
        <translation>“%1”已经不在了。</translation>
    </message>
    <message>
        <source>A workflow of last time can&apos;t be read. It is kept as “%1”.</source>
        <translation>上次的一个工作流无法读取，已保存为“%1”。</translation>
    </message>
    <message>
        <source>Weft wasn&apos;t closed properly last time. Your unsaved changes are back.</source>
        <translation>上次 Weft 没有正常关闭。未保存的更改已恢复。</translation>
    </message>
</context>
<context>
    <name>weft::SettingsCard</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
</context>
<context>
    <name>weft::SettingsPage</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Colours of wires and ports</source>
        <translation>连线和接口的颜色</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>A run may cost at most (credits)</source>
        <translation>每次运行最多花费（积分）</translation>
    </message>
    <message>
        <source>A number of credits, such as 5 or 0.5. What was set before stays.</source>
        <translation>请输入积分数，例如 5 或 0.5。之前的设置保持不变。</translation>
    </message>
    <message>
        <source>Pictures are loaded from</source>
        <translation>从此处加载图片</translation>
    </message>
    <message>
        <source>Results are saved in</source>
        <translation>结果保存在</translation>
    </message>
    <message>
        <source>Relay</source>
        <translation>中继</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>wss://relay.example</source>
        <translation>wss://relay.example</translation>
    </message>
    <message>
        <source>An address such as wss://relay.example. What was set before stays.</source>
        <translation>请输入类似 wss://relay.example 的地址。之前的设置保持不变。</translation>
    </message>
    <message>
        <source>SOCKS proxy</source>
        <translation>SOCKS 代理</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>An address such as socks5://127.0.0.1:9050. What was set before stays.</source>
        <translation>请输入类似 socks5://127.0.0.1:9050 的地址。之前的设置保持不变。</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>桌面</translation>
    </message>
    <message>
        <source>Stay in the system tray when the window is closed</source>
        <translation>关闭窗口后留在系统托盘</translation>
    </message>
    <message>
        <source>Start with the computer, in the tray</source>
        <translation>开机时启动，留在托盘</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Open the log&apos;s folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>About Weft, licences</source>
        <translation>关于 Weft 与许可证</translation>
    </message>
    <message>
        <source>This desktop has no system tray.</source>
        <translation>此桌面没有系统托盘。</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>For colour-blind eyes</source>
        <translation>色盲友好</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Open weft:// links with Weft; a link never runs or pays by itself</source>
        <translation>用 Weft 打开 weft:// 链接；链接不会自行运行或付款</translation>
    </message>
    <message>
        <source>Takes effect after a restart.</source>
        <translation>重启后生效。</translation>
    </message>
    <message>
        <source>Reset all shortcuts</source>
        <translation>重置所有快捷键</translation>
    </message>
    <message>
        <source>The diagnostic report holds no prompt, no workflow and no key. You read it before you send it.</source>
        <translation>诊断报告不含提示词、工作流和密钥。发送之前你可以先查看。</translation>
    </message>
    <message>
        <source>Save a diagnostic report…</source>
        <translation>保存诊断报告…</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>立即重启</translation>
    </message>
    <message>
        <source>New folders are used after a restart.</source>
        <translation>新文件夹在重启后使用。</translation>
    </message>
</context>
<context>
    <name>weft::ShortcutTable</name>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>清除按键</translation>
    </message>
    <message>
        <source>Double-click or press Enter to change the keys. Delete takes them away. Right-click for the default ones.</source>
        <translation>双击或按 Enter 更改按键。Delete 清除按键。右键可恢复默认按键。</translation>
    </message>
    <message>
        <source>Default keys</source>
        <translation>默认按键</translation>
    </message>
</context>
<context>
    <name>weft::Tray</name>
    <message>
        <source>Show Weft</source>
        <translation>显示 Weft</translation>
    </message>
    <message>
        <source>Share my GPU</source>
        <translation>共享我的显卡</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Weft – sharing, %1</source>
        <translation>Weft – 共享中，%1</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>%1 credits</source>
        <translation>%1 积分</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Weft ended before the run did</source>
        <translation>Weft 先于运行结束</translation>
    </message>
    <message>
        <source>Workflow</source>
        <translation>工作流</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>生成时间</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>结果如何</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>MediaView</name>
    <message>
        <source>This animation can&apos;t be read. The file is as it was.</source>
        <translation>无法读取这个动画，文件没有改动。</translation>
    </message>
    <message>
        <source>The file isn&apos;t there any more.</source>
        <translation>文件已经不在了。</translation>
    </message>
    <message>
        <source>This computer has no decoder for this file. Install one (on Linux a GStreamer plugin), or open the file in another program.</source>
        <translation>这台电脑没有这个文件的解码器。请安装一个（Linux 上是 GStreamer 插件），或用其他程序打开它。</translation>
    </message>
    <message>
        <source>This file can&apos;t be played. It is as it was.</source>
        <translation>无法播放这个文件，文件没有改动。</translation>
    </message>
    <message>
        <source>Video and sound can&apos;t be played here: Qt&apos;s multimedia plugin is missing.</source>
        <translation>这里无法播放视频和声音：缺少 Qt 的多媒体插件。</translation>
    </message>
</context>
<context>
    <name>weft::CompareView</name>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>%1 on the left, %2 on the right. Arrow keys move the line.</source>
        <translation>左边是 %1，右边是 %2。用方向键移动分界线。</translation>
    </message>
    <message>
        <source>Slider</source>
        <translation>滑动</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>How they are compared (D)</source>
        <translation>对比方式（D）</translation>
    </message>
    <message>
        <source>Brightness of the difference</source>
        <translation>差异的亮度</translation>
    </message>
    <message>
        <source>mean difference %1 of 255 · the right one is scaled</source>
        <translation>平均差异 %1（满 255）· 右图已缩放</translation>
    </message>
    <message>
        <source>identical</source>
        <translation>完全相同</translation>
    </message>
    <message>
        <source>mean difference %1 of 255</source>
        <translation>平均差异 %1（满 255）</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>× %1</source>
        <translation>× %1</translation>
    </message>
</context>
<context>
    <name>weft::FactsPanel</name>
    <message>
        <source>What is known of it</source>
        <translation>相关信息</translation>
    </message>
</context>
<context>
    <name>weft::GalleryGrid</name>
    <message>
        <source>The file isn&apos;t there any more.</source>
        <translation>文件已经不在了。</translation>
    </message>
</context>
<context>
    <name>weft::GalleryPage</name>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Search prompts, workflows, nodes</source>
        <translation>搜索提示词、工作流、节点</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Choose two pictures (Ctrl and a click) to compare them</source>
        <translation>选中两张图片（按住 Ctrl 点击）即可对比</translation>
    </message>
    <message>
        <source>Open its workflow</source>
        <translation>打开它的工作流</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Any day</source>
        <translation>任意日期</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>%1 results</source>
        <translation>%1 个结果</translation>
    </message>
    <message>
        <source>%1 of %2 results</source>
        <translation>%2 个结果中的 %1 个</translation>
    </message>
    <message>
        <source>What your runs make is kept here, with the workflow that made it.</source>
        <translation>运行产生的内容都保存在这里，连同生成它的工作流。</translation>
    </message>
    <message>
        <source>No result fits this search.</source>
        <translation>没有符合搜索的结果。</translation>
    </message>
    <message>
        <source>Forget this run, keep its files</source>
        <translation>忘记这次运行，保留文件</translation>
    </message>
    <message>
        <source>Forget all runs…</source>
        <translation>忘记所有运行…</translation>
    </message>
    <message>
        <source>Forget all runs?</source>
        <translation>忘记所有运行？</translation>
    </message>
    <message>
        <source>Prompts, workflows, times and costs of all runs are deleted from this computer. The pictures and other files stay where they are.</source>
        <translation>所有运行的提示词、工作流、时间和花费都会从这台电脑上删除。图片和其他文件留在原处。</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be read.</source>
        <translation>无法读取“%1”。</translation>
    </message>
    <message>
        <source>“%1” was moved to the trash.</source>
        <translation>“%1”已移到回收站。</translation>
    </message>
    <message>
        <source>%1 files were moved to the trash.</source>
        <translation>%1 个文件已移到回收站。</translation>
    </message>
    <message>
        <source>Delete for good?</source>
        <translation>彻底删除？</translation>
    </message>
    <message>
        <source>There is no trash for “%1”. Deleted here, it can&apos;t be brought back.</source>
        <translation>“%1”所在的位置没有回收站。在这里删除后无法恢复。</translation>
    </message>
    <message>
        <source>Not everything could be brought back: look into the trash.</source>
        <translation>没能全部恢复：请查看回收站。</translation>
    </message>
    <message>
        <source>Show the results</source>
        <translation>显示结果</translation>
    </message>
    <message>
        <source>Show all runs</source>
        <translation>显示所有运行</translation>
    </message>
    <message>
        <source>1 result</source>
        <translation>1 个结果</translation>
    </message>
</context>
<context>
    <name>weft::LevelsBar</name>
    <message>
        <source>Black</source>
        <translation>黑场</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白场</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
</context>
<context>
    <name>weft::MediaView</name>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Back by one frame (,)</source>
        <translation>后退一帧（,）</translation>
    </message>
    <message>
        <source>On by one frame (.)</source>
        <translation>前进一帧（.）</translation>
    </message>
    <message>
        <source>Again and again</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（空格）</translation>
    </message>
</context>
<context>
    <name>weft::PictureViewer</name>
    <message>
        <source>The one before (left arrow)</source>
        <translation>上一个（左方向键）</translation>
    </message>
    <message>
        <source>The next one (right arrow)</source>
        <translation>下一个（右方向键）</translation>
    </message>
    <message>
        <source>Over checks</source>
        <translation>棋盘格背景</translation>
    </message>
    <message>
        <source>Opaque</source>
        <translation>不透明</translation>
    </message>
    <message>
        <source>Only the mask</source>
        <translation>仅遮罩</translation>
    </message>
    <message>
        <source>Mask in red</source>
        <translation>红色遮罩</translation>
    </message>
    <message>
        <source>Transparency (A)</source>
        <translation>透明度（A）</translation>
    </message>
    <message>
        <source>All of it (F); each pixel (1)</source>
        <translation>适合窗口（F）；实际像素（1）</translation>
    </message>
    <message>
        <source>Levels (L)</source>
        <translation>色阶（L）</translation>
    </message>
    <message>
        <source>Copy the picture (Ctrl+C)</source>
        <translation>复制图片（Ctrl+C）</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Open its workflow (W)</source>
        <translation>打开它的工作流（W）</translation>
    </message>
    <message>
        <source>Move to the trash (Delete)</source>
        <translation>移到回收站（Delete）</translation>
    </message>
    <message>
        <source>What is known of it (I)</source>
        <translation>相关信息（I）</translation>
    </message>
    <message>
        <source>Files of this kind can&apos;t be shown here. Open it in another program: its folder is one click away.</source>
        <translation>这里无法显示这种文件。请用其他程序打开：点一下即可到它的文件夹。</translation>
    </message>
    <message>
        <source>This picture can&apos;t be read. The file is as it was.</source>
        <translation>无法读取这张图片，文件没有改动。</translation>
    </message>
    <message>
        <source>The file isn&apos;t there any more.</source>
        <translation>文件已经不在了。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>weft::QueueList</name>
    <message>
        <source>stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · 还需 %2</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再次运行</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>全部取消</translation>
    </message>
    <message>
        <source>Nothing waits.</source>
        <translation>没有等待中的运行。</translation>
    </message>
    <message>
        <source>Weft ended during this run.</source>
        <translation>运行途中 Weft 结束了。</translation>
    </message>
    <message>
        <source>Go to node</source>
        <translation>转到节点</translation>
    </message>
    <message>
        <source>refunded %1 credits</source>
        <translation>已退还 %1 积分</translation>
    </message>
</context>
<context>
    <name>weft::QueuePanel</name>
    <message>
        <source>QUEUE</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>These runs waited when Weft was closed. They run, and cost what they cost, when you say so.</source>
        <translation>这些运行在 Weft 关闭时还在等待。由你决定何时运行和付费。</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>From programs: %1 running, %2 waiting</source>
        <translation>来自程序：%1 个运行中，%2 个等待中</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the prompt of a program</source>
        <translation>停止程序的任务</translation>
    </message>
    <message>
        <source>Stop this one</source>
        <translation>停止这一个</translation>
    </message>
</context>
<context>
    <name>weft::RunList</name>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>Open its workflow</source>
        <translation>打开它的工作流</translation>
    </message>
    <message>
        <source>Forget this run, keep its files</source>
        <translation>忘记这次运行，保留文件</translation>
    </message>
    <message>
        <source>Forget all runs…</source>
        <translation>忘记所有运行…</translation>
    </message>
</context>
<context>
    <name>weft::Breadcrumbs</name>
    <message>
        <source>Workflow</source>
        <translation>工作流</translation>
    </message>
    <message>
        <source>Where this is in the workflow</source>
        <translation>在工作流中的位置</translation>
    </message>
</context>
<context>
    <name>Market</name>
    <message>
        <source>1 node</source>
        <translation>1 个节点</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 个节点</translation>
    </message>
    <message>
        <source>1 model</source>
        <translation>1 个模型</translation>
    </message>
    <message>
        <source>%1 models</source>
        <translation>%1 个模型</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 和另外 %2 个节点</translation>
    </message>
    <message>
        <source>no job yet</source>
        <translation>还没有任务</translation>
    </message>
    <message>
        <source>1 job done</source>
        <translation>完成 1 个任务</translation>
    </message>
    <message>
        <source>%1 jobs done</source>
        <translation>完成 %1 个任务</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>失败 %1 个</translation>
    </message>
    <message>
        <source>A picture, %1 × %1, %2 steps: %3</source>
        <translation>一张图片，%1 × %1，%2 步：%3</translation>
    </message>
    <message>
        <source>%1 × %1 enlarged: %2</source>
        <translation>%1 × %1 放大：%2</translation>
    </message>
    <message>
        <source>%1 × %1 scaled to a half</source>
        <translation>%1 × %1 缩小一半</translation>
    </message>
    <message>
        <source>Pictures and masks that its nodes get or make.</source>
        <translation>它的节点收到或生成的图片和遮罩。</translation>
    </message>
    <message>
        <source>Latents: the picture can be rebuilt from them.</source>
        <translation>Latent：由它可以还原出图片。</translation>
    </message>
    <message>
        <source>Not who you are, not your files, not what runs elsewhere. The relay passes it on encrypted and can&apos;t read it.</source>
        <translation>看不到你是谁、你的文件，以及在别处运行的部分。中继只转发加密的数据，无法读取。</translation>
    </message>
    <message>
        <source>trusted</source>
        <translation>可信</translation>
    </message>
    <message>
        <source>Your words, where a node that reads text runs there.</source>
        <translation>你的文字：当读取文本的节点在那里运行时。</translation>
    </message>
    <message>
        <source>Where only a sampler runs there: the encoding of your words, not the words. What they were about can be guessed from it.</source>
        <translation>如果只有采样器在那里运行：是文字的编码，不是文字本身。从中可以猜出大意。</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>&lt; %1</source>
        <translation>&lt; %1</translation>
    </message>
</context>
<context>
    <name>weft::EarningsChart</name>
    <message>
        <source>Nothing was earned in these days.</source>
        <translation>这些天没有收益。</translation>
    </message>
    <message>
        <source>Earnings of the last %1 days</source>
        <translation>最近 %1 天的收益</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>weft::GuestsCard</name>
    <message>
        <source>What this computer has seen of guests</source>
        <translation>这台电脑看到过客人的什么</translation>
    </message>
    <message>
        <source>words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>latents</source>
        <translation>Latent</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>saw: %1</source>
        <translation>看到：%1</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>No guest has sent anything since Weft was started. What kinds of things guests send is listed here; what is in them isn&apos;t kept.</source>
        <translation>Weft 启动以来还没有客人发来任何东西。这里会列出客人发来的是哪类东西；其中的内容不会保存。</translation>
    </message>
    <message>
        <source>Since Weft was started, the newest first. Only kinds and sizes are noted, in memory; what was in them isn&apos;t kept.</source>
        <translation>自 Weft 启动以来，最新的在前。只在内存中记下种类和大小；其中的内容不会保存。</translation>
    </message>
    <message>
        <source>encoded words</source>
        <translation>文字的编码</translation>
    </message>
    <message>
        <source>done, %1</source>
        <translation>已完成，%1</translation>
    </message>
</context>
<context>
    <name>weft::GuestsMayCard</name>
    <message>
        <source>What guests can touch</source>
        <translation>客人能碰到什么</translation>
    </message>
    <message>
        <source>The nodes and models that are offered, and this computer&apos;s processor or card while one of their jobs runs.</source>
        <translation>所列的节点和模型，以及在任务运行期间这台电脑的处理器或显卡。</translation>
    </message>
    <message>
        <source>Not your files, your network, your accounts, other programs: guests&apos; work runs in a process of its own, which is shut in.</source>
        <translation>碰不到你的文件、网络、账户和其他程序：客人的任务在一个单独的、被隔离的进程里运行。</translation>
    </message>
    <message>
        <source>This computer sees what guests send: words, pictures, latents. Weft neither shows nor keeps it.</source>
        <translation>这台电脑会看到客人发来的文字、图片和 Latent。Weft 不显示，也不保存。</translation>
    </message>
    <message>
        <source>Whether this computer can shut guests&apos; work in is checked when you turn sharing on. If it can&apos;t, sharing stays off.</source>
        <translation>打开共享时会检查这台电脑能否隔离客人的任务。如果不能，共享保持关闭。</translation>
    </message>
    <message>
        <source>Checked: the sandbox is whole.</source>
        <translation>已检查：沙盒完整。</translation>
    </message>
    <message>
        <source>The sandbox isn&apos;t whole here. What there is: %1</source>
        <translation>这里的沙盒不完整。现有的是：%1</translation>
    </message>
    <message>
        <source>Not your files, your network, your accounts, other programs: what runs in Weft&apos;s own worker is shut in.</source>
        <translation>碰不到你的文件、网络、账户和其他程序：在 Weft 自己的计算进程里运行的任务是被隔离的。</translation>
    </message>
    <message>
        <source>Nodes of your ComfyUI run in that ComfyUI, outside of the sandbox: they can reach what it can reach.</source>
        <translation>你的 ComfyUI 的节点在该 ComfyUI 里运行，不在沙盒内：它能访问的，它们也能访问。</translation>
    </message>
    <message>
        <source>%1 of the nodes that you ticked may reach files, the network or code, as far as Weft knows.</source>
        <translation>你勾选的节点中，有 %1 个据 Weft 所知可能访问文件、网络或执行代码。</translation>
    </message>
    <message>
        <source>Your language models get guests&apos; words.</source>
        <translation>你的语言模型会收到客人的文字。</translation>
    </message>
    <message>
        <source>Checked: the sandbox of Weft&apos;s own worker is whole.</source>
        <translation>已检查：Weft 自己的计算进程的沙盒完整。</translation>
    </message>
</context>
<context>
    <name>weft::MachineDetail</name>
    <message>
        <source>The chosen machine</source>
        <translation>选中的机器</translation>
    </message>
    <message>
        <source>WHAT IT SEES</source>
        <translation>它能看到什么</translation>
    </message>
    <message>
        <source>WHAT JOBS COST THERE</source>
        <translation>在那里运行的价格</translation>
    </message>
    <message>
        <source>NODES</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>WHAT IS KNOWN OF IT</source>
        <translation>关于它的已知信息</translation>
    </message>
    <message>
        <source>Don&apos;t trust</source>
        <translation>不再信任</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>信任</translation>
    </message>
    <message>
        <source>Runs on trusted machines won&apos;t use it any more.</source>
        <translation>只用可信机器的运行不会再用它。</translation>
    </message>
    <message>
        <source>Runs on trusted machines may use it, too.</source>
        <translation>只用可信机器的运行也可以用它。</translation>
    </message>
    <message>
        <source>Use for %1</source>
        <translation>用于%1</translation>
    </message>
    <message>
        <source>Use for the selected node</source>
        <translation>用于选中的节点</translation>
    </message>
    <message>
        <source>To run a node there, select it in a workflow first.</source>
        <translation>要让某个节点在那里运行，请先在工作流中选中它。</translation>
    </message>
    <message>
        <source>It doesn&apos;t offer %1.</source>
        <translation>它不提供 %1。</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>≈ %1</source>
        <translation>≈ %1</translation>
    </message>
    <message>
        <source>A second of the reference machine&apos;s work</source>
        <translation>参考机器一秒的计算量</translation>
    </message>
    <message>
        <source>What fails, or is cancelled before it is delivered</source>
        <translation>失败的，或交付之前取消的</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>不收费</translation>
    </message>
    <message>
        <source>MODELS</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>还有 %1 个</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show all %1</source>
        <translation>显示全部 %1 个</translation>
    </message>
    <message>
        <source>Jobs done at this relay</source>
        <translation>在这个中继完成的任务</translation>
    </message>
    <message>
        <source>Jobs that failed</source>
        <translation>失败的任务</translation>
    </message>
    <message>
        <source>Busy now</source>
        <translation>正在忙</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Speed, by its own measure; the reference machine is 1 ×</source>
        <translation>速度（由它自己测得；参考机器为 1 ×）</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>%1 credits</source>
        <translation>%1 积分</translation>
    </message>
    <message>
        <source>Price per second (of the reference machine)</source>
        <translation>每秒价格（按参考机器）</translation>
    </message>
</context>
<context>
    <name>weft::MachineRowPainter</name>
    <message>
        <source>trusted</source>
        <translation>可信</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>忙</translation>
    </message>
</context>
<context>
    <name>weft::MarketPage</name>
    <message>
        <source>Any model</source>
        <translation>任意模型</translation>
    </message>
    <message>
        <source>Sort by price</source>
        <translation>按价格排序</translation>
    </message>
    <message>
        <source>Sort by name</source>
        <translation>按名称排序</translation>
    </message>
    <message>
        <source>Sort by speed</source>
        <translation>按速度排序</translation>
    </message>
    <message>
        <source>Marketplace</source>
        <translation>算力市场</translation>
    </message>
    <message>
        <source>Search machines, nodes, models</source>
        <translation>搜索机器、节点、模型</translation>
    </message>
    <message>
        <source>Order of the machines</source>
        <translation>机器的排序</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>SHOW</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Only free ones</source>
        <translation>只看免费的</translation>
    </message>
    <message>
        <source>Only trusted ones</source>
        <translation>只看可信的</translation>
    </message>
    <message>
        <source>HAS THE MODEL</source>
        <translation>拥有模型</translation>
    </message>
    <message>
        <source>Only machines with this model</source>
        <translation>只看拥有这个模型的机器</translation>
    </message>
    <message>
        <source>AT MOST, CREDITS/S</source>
        <translation>最多，积分/秒</translation>
    </message>
    <message>
        <source>At most so many credits for a second of the reference machine&apos;s work</source>
        <translation>参考机器一秒的计算量最多多少积分</translation>
    </message>
    <message>
        <source>any price</source>
        <translation>不限价格</translation>
    </message>
    <message>
        <source>Show all machines</source>
        <translation>显示所有机器</translation>
    </message>
    <message>
        <source>That isn&apos;t an amount, such as 0.02; any price is shown.</source>
        <translation>这不是 0.02 这样的数额；目前显示所有价格。</translation>
    </message>
    <message>
        <source>1 machine</source>
        <translation>1 台机器</translation>
    </message>
    <message>
        <source>%1 machines</source>
        <translation>%1 台机器</translation>
    </message>
    <message>
        <source>No machine is like that</source>
        <translation>没有这样的机器</translation>
    </message>
    <message>
        <source>%1 machines are there, but none fits the search and the filters.</source>
        <translation>共有 %1 台机器，但没有一台符合搜索和筛选条件。</translation>
    </message>
    <message>
        <source>No relay is set</source>
        <translation>还没有设置中继</translation>
    </message>
    <message>
        <source>The relay can&apos;t be reached</source>
        <translation>连不上中继</translation>
    </message>
    <message>
        <source>%1 doesn&apos;t answer just now. Weft keeps trying; what runs on this computer goes on.</source>
        <translation>%1 现在没有应答。Weft 会继续尝试；在这台电脑上运行的任务不受影响。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再找一次</translation>
    </message>
    <message>
        <source>Nobody shares a machine just now</source>
        <translation>现在没有人共享机器</translation>
    </message>
    <message>
        <source>%1 lists no machine whose nodes Weft knows. Weft looks again every half minute. You could be the first: share your GPU.</source>
        <translation>%1 没有列出 Weft 认识其节点的机器。Weft 每半分钟再找一次。你可以成为第一个：共享你的显卡。</translation>
    </message>
    <message>
        <source>Speed by the machine&apos;s own measure: the reference machine is 1 ×, and prices are for a second of its work.</source>
        <translation>速度由机器自行测得：基准机器为 1 ×，价格按基准机器工作一秒计。</translation>
    </message>
    <message>
        <source>Machines of others are found through a relay: a server that knows who offers what, and passes encrypted work on.</source>
        <translation>他人的机器通过中继找到：中继是一台服务器，知道谁提供什么，并转发加密的任务。</translation>
    </message>
</context>
<context>
    <name>weft::MarketPages</name>
    <message>
        <source>%1 nodes</source>
        <translation>%1 个节点</translation>
    </message>
</context>
<context>
    <name>weft::OfferedCard</name>
    <message>
        <source>What is offered</source>
        <translation>提供什么</translation>
    </message>
    <message>
        <source>What this computer offers is known once its worker has started.</source>
        <translation>计算进程启动后，才知道这台电脑能提供什么。</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Models: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>Not offered: nodes that read or write files here, and models whose checksum isn&apos;t known.</source>
        <translation>不提供：读写本机文件的节点，以及校验和未知的模型。</translation>
    </message>
    <message>
        <source>1 node</source>
        <translation>1 个节点</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 个节点</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>What Weft itself offers</source>
        <translation>Weft 自带提供的内容</translation>
    </message>
    <message>
        <source>Weft offers no nodes that read or write files here, and no models whose checksum isn&apos;t known.</source>
        <translation>Weft 不提供读写本机文件的节点，也不提供校验和未知的模型。</translation>
    </message>
</context>
<context>
    <name>weft::PageBar</name>
    <message>
        <source>Workflow</source>
        <translation>工作流</translation>
    </message>
    <message>
        <source>Marketplace</source>
        <translation>算力市场</translation>
    </message>
    <message>
        <source>Share my GPU</source>
        <translation>共享我的显卡</translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation>钱包</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Back to the workflows in their tabs</source>
        <translation>回到标签页里的工作流</translation>
    </message>
    <message>
        <source>Marketplace: machines of others, what they offer and cost</source>
        <translation>算力市场：别人的机器、它们提供什么、价格多少</translation>
    </message>
    <message>
        <source>Share my GPU: the switch, earnings, what guests can do</source>
        <translation>共享我的显卡：开关、收益、客人能做什么</translation>
    </message>
    <message>
        <source>Wallet: credits, earnings, history</source>
        <translation>钱包：积分、收益、记录</translation>
    </message>
    <message>
        <source>More pages</source>
        <translation>更多页面</translation>
    </message>
    <message>
        <source>shown now</source>
        <translation>正在显示</translation>
    </message>
    <message>
        <source>on</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Gallery, models, account, settings</source>
        <translation>图库、模型、账户、设置</translation>
    </message>
</context>
<context>
    <name>weft::PriceCard</name>
    <message>
        <source>Name and price</source>
        <translation>名称和价格</translation>
    </message>
    <message>
        <source>What others call this computer</source>
        <translation>别人看到的这台电脑的名称</translation>
    </message>
    <message>
        <source>Price of a second of the reference machine&apos;s work</source>
        <translation>参考机器一秒计算量的价格</translation>
    </message>
    <message>
        <source>in credits</source>
        <translation>单位：积分</translation>
    </message>
    <message>
        <source>credits; 0 is free</source>
        <translation>积分；0 为免费</translation>
    </message>
    <message>
        <source>Guests pay nothing.</source>
        <translation>客人不用付费。</translation>
    </message>
    <message>
        <source>An hour of that work costs %1. How long a job takes here doesn&apos;t change its price: it is known before it starts.</source>
        <translation>一小时这样的计算量为 %1。任务在这里实际用多久不影响价格：价格在开始之前就已确定。</translation>
    </message>
    <message>
        <source>A name of 1 to 120 characters, please. It is still “%1”.</source>
        <translation>名称请用 1 到 120 个字符。现在仍是“%1”。</translation>
    </message>
    <message>
        <source>Kept. The relay&apos;s list shows it from now on.</source>
        <translation>已保存。从现在起，中继的列表会显示它。</translation>
    </message>
    <message>
        <source>An amount such as 0.02, please. It is still %1.</source>
        <translation>请输入 0.02 这样的数额。现在仍是 %1。</translation>
    </message>
    <message>
        <source>Kept. New jobs have this price; those under way keep theirs.</source>
        <translation>已保存。新任务按这个价格；正在进行的任务价格不变。</translation>
    </message>
    <message>
        <source>Price per second (of the reference machine)</source>
        <translation>每秒价格（按参考机器）</translation>
    </message>
    <message>
        <source>The reference machine is the one whose speed is 1 ×: a job&apos;s work is counted in its seconds, so that the price is known before it starts.</source>
        <translation>参考机器就是速度为 1 × 的那台：任务的计算量按它的秒数计，所以价格在开始之前就已确定。</translation>
    </message>
</context>
<context>
    <name>weft::ShareCard</name>
    <message>
        <source>This computer</source>
        <translation>这台电脑</translation>
    </message>
    <message>
        <source>Share my GPU</source>
        <translation>共享我的显卡</translation>
    </message>
    <message>
        <source>Lend this computer&apos;s free time to others</source>
        <translation>把这台电脑的空闲时间借给别人</translation>
    </message>
    <message>
        <source>Pause for an hour</source>
        <translation>暂停 1 小时</translation>
    </message>
    <message>
        <source>Sharing starts again by itself, if Weft is open then</source>
        <translation>如果到时 Weft 开着，共享会自动重新开始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What runs for guests is ended, and its memory is free within seconds</source>
        <translation>结束客人正在运行的任务，几秒内释放内存</translation>
    </message>
    <message>
        <source>Wallet: pay out, history</source>
        <translation>钱包：提现、记录</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Not shared: there is no relay.</source>
        <translation>未共享：没有中继。</translation>
    </message>
    <message>
        <source>Starts: guests&apos; worker says what it can do.</source>
        <translation>正在启动：客人用的计算进程正在说明它能做什么。</translation>
    </message>
    <message>
        <source>Pauses: what runs for guests is ended.</source>
        <translation>正在暂停：结束客人的任务。</translation>
    </message>
    <message>
        <source>Stops: what runs for guests is ended.</source>
        <translation>正在停止：结束客人的任务。</translation>
    </message>
    <message>
        <source>On, but %1 can&apos;t be reached just now: nobody finds this computer until it is back.</source>
        <translation>已打开，但现在连不上 %1：在它恢复之前，没有人能找到这台电脑。</translation>
    </message>
    <message>
        <source>Works for a guest</source>
        <translation>正在为客人计算</translation>
    </message>
    <message>
        <source>Idle, and listed at %1</source>
        <translation>空闲，已列在 %1</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>暂停到 %1</translation>
    </message>
    <message>
        <source>Off: nobody else uses this computer.</source>
        <translation>已关闭：没有别人使用这台电脑。</translation>
    </message>
    <message>
        <source>Since Weft was started: %1 running, %2 done, %3 failed</source>
        <translation>自 Weft 启动以来：运行中 %1，完成 %2，失败 %3</translation>
    </message>
    <message>
        <source>What you earned is shown here once the relay has told it.</source>
        <translation>中继告知之后，这里会显示你的收益。</translation>
    </message>
    <message>
        <source>What you earn is shown here. It is kept by the relay.</source>
        <translation>这里会显示你的收益。收益由中继保管。</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>can be paid out; more from %1</source>
        <translation>可提现；%1 起还有更多</translation>
    </message>
    <message>
        <source>can be paid out</source>
        <translation>可提现</translation>
    </message>
    <message>
        <source>CPU, 1 thread</source>
        <translation>CPU，1 个线程</translation>
    </message>
    <message>
        <source>CPU, %1 threads</source>
        <translation>CPU，%1 个线程</translation>
    </message>
    <message>
        <source>Nothing was earned in the last %1 days.</source>
        <translation>最近 %1 天没有收益。</translation>
    </message>
</context>
<context>
    <name>weft::SharingPage</name>
    <message>
        <source>Share my GPU</source>
        <translation>共享我的显卡</translation>
    </message>
    <message>
        <source>Sharing needs a relay: a server through which others find this computer, and which counts what they owe you.</source>
        <translation>共享需要中继：他人通过这台服务器找到这台电脑，它也记录他们欠你多少。</translation>
    </message>
</context>
<context>
    <name>Exposure</name>
    <message>
        <source>words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Your words themselves: a node that reads text runs there.</source>
        <translation>你的文字本身：读取文本的节点在那里运行。</translation>
    </message>
    <message>
        <source>encoded words</source>
        <translation>文字的编码</translation>
    </message>
    <message>
        <source>The encoding of your words (conditioning), not the words: what they were about can be guessed from it.</source>
        <translation>你的文字的编码（条件），不是文字本身：从中可以猜出大意。</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Pictures or masks that its nodes get or make.</source>
        <translation>那里的节点收到或生成的图片和遮罩。</translation>
    </message>
    <message>
        <source>latents</source>
        <translation>Latent</translation>
    </message>
    <message>
        <source>Latents: the picture can be rebuilt from them.</source>
        <translation>Latent：可以由它还原出图片。</translation>
    </message>
    <message>
        <source>sees: %1</source>
        <translation>可见：%1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>What %1 sees:</source>
        <translation>%1 能看到：</translation>
    </message>
</context>
<context>
    <name>Money</name>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>%1 credits/s</source>
        <translation>%1 积分/秒</translation>
    </message>
</context>
<context>
    <name>weft::MachineHead</name>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
</context>
<context>
    <name>FrontDoor</name>
    <message>
        <source>Weft serves ComfyUI&apos;s API here. For ComfyUI&apos;s page in the browser, install its files (pip download comfyui-frontend-package==1.27.10, unpack the wheel) and start Weft with --frontend FOLDER.</source>
        <translation>Weft 在此提供 ComfyUI 的 API。若要在浏览器中使用 ComfyUI 的页面，请安装其文件（pip download comfyui-frontend-package==1.27.10，解开 wheel），并以 --frontend 文件夹 启动 Weft。</translation>
    </message>
    <message>
        <source>This Weft wants a token. A program sends “Authorization: Bearer TOKEN”; in a browser, open this address once with ?token=TOKEN behind it.</source>
        <translation>此 Weft 需要令牌。程序发送“Authorization: Bearer TOKEN”；在浏览器中，请在地址后加上 ?token=TOKEN 打开一次。</translation>
    </message>
    <message>
        <source>Here only this computer is served, under the name localhost. For others, start Weft with --listen and a token.</source>
        <translation>这里只服务本机，名称为 localhost。要服务其他机器，请用 --listen 和令牌启动 Weft。</translation>
    </message>
    <message>
        <source>Weft serves ComfyUI&apos;s API here, and published APIs at /v1. For ComfyUI&apos;s page in the browser, install its files (pip download comfyui-frontend-package==1.27.10, unpack the wheel) and start weft serve --frontend FOLDER.</source>
        <translation>Weft 在此提供 ComfyUI 的 API，已发布的 API 在 /v1。若要在浏览器中使用 ComfyUI 的页面，请安装其文件（pip download comfyui-frontend-package==1.27.10，解开 wheel），并启动 weft serve --frontend 文件夹。</translation>
    </message>
</context>
<context>
    <name>weft::RelaySetup</name>
    <message>
        <source>An address such as wss://relay.example. What was set before stays.</source>
        <translation>请输入类似 wss://relay.example 的地址。之前的设置保持不变。</translation>
    </message>
    <message>
        <source>Weft connects to %1 at its next start.</source>
        <translation>Weft 将在下次启动时连接 %1。</translation>
    </message>
    <message>
        <source>An operator tells you the address of a relay; docs/relay.md tells how to run your own.</source>
        <translation>中继的地址由其运营者提供；如何运行自己的中继见 docs/relay.md。</translation>
    </message>
    <message>
        <source>wss://relay.example</source>
        <translation>wss://relay.example</translation>
    </message>
    <message>
        <source>Address of the relay</source>
        <translation>中继地址</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>立即重启</translation>
    </message>
</context>
<context>
    <name>weft::CurveEdit</name>
    <message>
        <source>Point %1 of %2: %3 becomes %4. Page Up and Page Down choose a point, arrows move it, Insert makes one, Delete takes it away.</source>
        <translation>第 %1 个点，共 %2 个：%3 变为 %4。Page Up 和 Page Down 选择点，方向键移动，Insert 添加，Delete 删除。</translation>
    </message>
    <message>
        <source>Click: a new point. Drag: move it. Double click: take it away.</source>
        <translation>单击：添加点。拖动：移动点。双击：删除点。</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Straight from corner to corner</source>
        <translation>从角到角的直线</translation>
    </message>
</context>
<context>
    <name>ApiDraft</name>
    <message>
        <source>“%1” isn&apos;t one of its choices.</source>
        <translation>“%1”不在可选项中。</translation>
    </message>
    <message>
        <source>Callers need at least one choice.</source>
        <translation>至少要给调用者留一个选项。</translation>
    </message>
    <message>
        <source>Two numbers, please, such as 1 – 50.</source>
        <translation>请填写两个数字，例如 1 – 50。</translation>
    </message>
    <message>
        <source>The node itself takes only %1.</source>
        <translation>节点本身只接受 %1。</translation>
    </message>
    <message>
        <source>“%1” is no %2.</source>
        <translation>“%1”不是%2。</translation>
    </message>
    <message>
        <source>Callers may say %1; the default has to be among it.</source>
        <translation>调用者可填 %1；默认值必须在其中。</translation>
    </message>
    <message>
        <source>Give it a name: callers type it.</source>
        <translation>请取个名称：调用者要输入它。</translation>
    </message>
    <message>
        <source>A name has 1 to 40 small letters, digits and hyphens, a letter first.</source>
        <translation>名称为 1 到 40 个小写字母、数字和连字符，以字母开头。</translation>
    </message>
    <message>
        <source>You publish “%1” already. Choose another name, or withdraw that one first.</source>
        <translation>你已发布了“%1”。请换个名称，或先撤回它。</translation>
    </message>
    <message>
        <source>A price is a number of credits such as 2 or 0.5; 0 is free.</source>
        <translation>价格为积分数，例如 2 或 0.5；0 为免费。</translation>
    </message>
    <message>
        <source>What a call may cost you is a number of credits such as 2 or 0.5.</source>
        <translation>一次调用最多让你花费的是积分数，例如 2 或 0.5。</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be a parameter&apos;s name: letters, digits and underscores, a letter first.</source>
        <translation>“%1”不能用作参数名：只能用字母、数字和下划线，以字母开头。</translation>
    </message>
    <message>
        <source>Two parameters are called “%1”.</source>
        <translation>有两个参数都叫“%1”。</translation>
    </message>
    <message>
        <source>The default of “%1” is outside of what callers may say.</source>
        <translation>“%1”的默认值超出了调用者可填的范围。</translation>
    </message>
    <message>
        <source>Choose at least one output: callers pay for what they get.</source>
        <translation>请至少选一个输出：调用者为得到的结果付费。</translation>
    </message>
    <message>
        <source>These nodes are muted or bypassed, so there is nothing to call. Switch them on again first.</source>
        <translation>这些节点已被静音或忽略，没有可调用的内容。请先重新启用它们。</translation>
    </message>
    <message>
        <source>Nothing here makes a value that a caller could be given: a picture, a mask, a latent, a text or a number. Choose nodes that make one, or add a node that saves or shows it.</source>
        <translation>这里没有能交给调用者的值：图片、遮罩、Latent、文本或数字。请选择会产生这些值的节点，或添加一个保存或显示它的节点。</translation>
    </message>
    <message>
        <source>whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>choice</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>遮罩</translation>
    </message>
</context>
<context>
    <name>weft::ApisDialog</name>
    <message>
        <source>Published APIs</source>
        <translation>已发布的 API</translation>
    </message>
    <message>
        <source>Others can call these now: this computer is shared.</source>
        <translation>他人现在就能调用这些 API：本机正在共享。</translation>
    </message>
    <message>
        <source>Others can call these while this computer is shared. It isn&apos;t now: turn sharing on under Share my GPU.</source>
        <translation>本机共享时，他人才能调用这些 API。现在没有共享：请在“共享我的显卡”中开启。</translation>
    </message>
    <message>
        <source>Nothing is published yet. Right-click nodes, a group or a form, then choose Publish as API…</source>
        <translation>还没有发布任何内容。右键点击节点、分组或表单，然后选择“发布为 API…”</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Price of a call</source>
        <translation>每次调用的价格</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用次数</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>收益</translation>
    </message>
    <message>
        <source>Paid to others</source>
        <translation>付给他人</translation>
    </message>
    <message>
        <source>Price of a call, in credits</source>
        <translation>每次调用的价格（积分）</translation>
    </message>
    <message>
        <source>Change price</source>
        <translation>修改价格</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>credits</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be read: %2</source>
        <translation>无法读取“%1”：%2</translation>
    </message>
    <message>
        <source>An amount such as 2 or 0.5, please. The price is as it was.</source>
        <translation>请填写金额，例如 2 或 0.5。价格没有改变。</translation>
    </message>
    <message>
        <source>“%1” costs %2 credits a call from now on. Calls under way keep their price.</source>
        <translation>“%1”从现在起每次调用 %2 积分。进行中的调用保持原价。</translation>
    </message>
    <message>
        <source>Withdraw?</source>
        <translation>撤回？</translation>
    </message>
    <message>
        <source>Withdraw “%1”? Nobody can call it any more, and workflows that use it stop working.</source>
        <translation>撤回“%1”？之后没有人能再调用它，使用它的工作流也将无法运行。</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>“%1” is withdrawn.</source>
        <translation>“%1”已撤回。</translation>
    </message>
    <message>
        <source>Price (credits)</source>
        <translation>价格（积分）</translation>
    </message>
    <message>
        <source>Paid to others (credits)</source>
        <translation>付给他人（积分）</translation>
    </message>
</context>
<context>
    <name>weft::CallPreview</name>
    <message>
        <source>Over HTTP</source>
        <translation>通过 HTTP</translation>
    </message>
    <message>
        <source>In a terminal</source>
        <translation>在终端中</translation>
    </message>
    <message>
        <source>Open its form in a browser</source>
        <translation>在浏览器中打开它的表单</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>复制：%1</translation>
    </message>
    <message>
        <source>Callers run these on their own computers, with Weft open for programs there (weft serve). It isn&apos;t open on this one now.</source>
        <translation>调用者在自己的计算机上运行这些命令，并需在那里让 Weft 对程序开放（weft serve）。本机现在没有开放。</translation>
    </message>
    <message>
        <source>Callers run these on their own computers. Weft is open for programs on this one, too: %1</source>
        <translation>调用者在自己的计算机上运行这些命令。本机的 Weft 也已对程序开放：%1</translation>
    </message>
    <message>
        <source>Callers run these on their own computers, with Weft open for programs there. It isn&apos;t open on this one now.</source>
        <translation>调用者在自己的计算机上运行这些命令，并需在那里让 Weft 对程序开放。本机现在没有开放。</translation>
    </message>
    <message>
        <source>Open it in the settings</source>
        <translation>在设置中开放</translation>
    </message>
</context>
<context>
    <name>weft::ParameterTable</name>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Callers may say</source>
        <translation>可填内容</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Allowed values</source>
        <translation>允许的值</translation>
    </message>
</context>
<context>
    <name>weft::PublishDialog</name>
    <message>
        <source>Publish as API</source>
        <translation>发布为 API</translation>
    </message>
    <message>
        <source>How it is called</source>
        <translation>如何调用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>%1 becomes a service that others call, also from their own programs. How it works inside stays on this computer.</source>
        <translation>%1将成为他人可调用的服务，也可从他们自己的程序中调用。其内部做法留在本机。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>what callers type: small letters, digits, hyphens</source>
        <translation>调用者输入的名称：小写字母、数字、连字符</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>what people read</source>
        <translation>给人看的标题</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>what it does, in a sentence</source>
        <translation>一句话说明它的用途</translation>
    </message>
    <message>
        <source>Price of a call</source>
        <translation>每次调用的价格</translation>
    </message>
    <message>
        <source>Price of a call, in credits</source>
        <translation>每次调用的价格（积分）</translation>
    </message>
    <message>
        <source>A call may cost you at most</source>
        <translation>一次调用最多让你花费</translation>
    </message>
    <message>
        <source>What a call may cost you at other machines at most, in credits</source>
        <translation>一次调用在其他机器上最多让你花费的积分</translation>
    </message>
    <message>
        <source>its pay</source>
        <translation>所得报酬</translation>
    </message>
    <message>
        <source>credits at other machines; left empty, never more than you are paid</source>
        <translation>积分（在其他机器上）；留空则绝不超过你的报酬</translation>
    </message>
    <message>
        <source>credits; 0 is free</source>
        <translation>积分；0 为免费</translation>
    </message>
    <message>
        <source>What callers may say</source>
        <translation>调用者可填</translation>
    </message>
    <message>
        <source>Space chooses a setting, F2 changes a name, what callers may say, or a default.</source>
        <translation>空格键选择设置，F2 修改名称、可填内容或默认值。</translation>
    </message>
    <message>
        <source>What callers get</source>
        <translation>调用者得到</translation>
    </message>
    <message>
        <source>Ticked settings become parameters; the others stay as they are in the workflow.</source>
        <translation>勾选的设置成为参数；其余保持工作流中的值。</translation>
    </message>
    <message>
        <source>There is no setting to choose from: every call makes the same.</source>
        <translation>没有可选的设置：每次调用的结果都相同。</translation>
    </message>
    <message>
        <source>Callers pay nothing.</source>
        <translation>调用者不付费。</translation>
    </message>
    <message>
        <source>The relay keeps its share of it; the rest is yours.</source>
        <translation>中继留下它的份额，其余归你。</translation>
    </message>
    <message>
        <source>You are paid %1 of %2 credits; the relay keeps %3.</source>
        <translation>你得到 %2 积分中的 %1；中继留下 %3。</translation>
    </message>
    <message>
        <source>Other machines ask about %1 credits for a call, more than the %2 that you are paid: calls will be refused. Ask a higher price, or say below what a call may cost you.</source>
        <translation>其他机器每次调用约需 %1 积分，超过你得到的 %2：调用会被拒绝。请提高价格，或在下面填写一次调用最多让你花费多少。</translation>
    </message>
    <message>
        <source>Parts of it run on other machines, which you pay: about %1 credits a call now. Callers are told that what they send goes on.</source>
        <translation>其中的部分在其他机器上运行，费用由你支付：目前每次调用约 %1 积分。调用者会被告知其内容会继续传递。</translation>
    </message>
    <message>
        <source>All of it runs on this computer.</source>
        <translation>全部在本机上运行。</translation>
    </message>
    <message>
        <source>Inputs of a call</source>
        <translation>调用的输入</translation>
    </message>
    <message>
        <source>Space chooses a setting, F2 changes a name, its allowed values, or a default.</source>
        <translation>空格键选择设置，F2 修改名称、允许的值或默认值。</translation>
    </message>
    <message>
        <source>Results of a call</source>
        <translation>调用的结果</translation>
    </message>
</context>
<context>
    <name>ServerText</name>
    <message>
        <source>Language models</source>
        <translation>语言模型</translation>
    </message>
    <message>
        <source>Is asked what it has…</source>
        <translation>正在询问它有什么…</translation>
    </message>
    <message>
        <source>Connected: %1 nodes</source>
        <translation>已连接：%1 个节点</translation>
    </message>
    <message>
        <source>Connected: %1 nodes, version %2</source>
        <translation>已连接：%1 个节点，版本 %2</translation>
    </message>
    <message>
        <source>Connected, but it has no model yet</source>
        <translation>已连接，但还没有模型</translation>
    </message>
    <message>
        <source>%1. What crosses the network isn&apos;t encrypted.</source>
        <translation>%1。经过网络的内容没有加密。</translation>
    </message>
    <message>
        <source>Connected: %1 nodes; models: %2</source>
        <translation>已连接：%1 个节点；模型：%2</translation>
    </message>
    <message>
        <source>A key is one word of letters, digits and signs.</source>
        <translation>密钥是由字母、数字和符号组成的一个词。</translation>
    </message>
    <message>
        <source>An address such as http://127.0.0.1:8188, please, or the port of a server on this computer.</source>
        <translation>请输入地址，例如 http://127.0.0.1:8188，或本机服务器的端口。</translation>
    </message>
    <message>
        <source>Nobody answers at %1. Start the server, or check the address; Weft goes on asking.</source>
        <translation>%1 没有回应。请启动服务器，或检查地址；Weft 会继续询问。</translation>
    </message>
    <message>
        <source>%1 doesn&apos;t answer in time: it is busy, or still starting.</source>
        <translation>%1 没有及时回应：它正忙，或还在启动。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be used: %2.</source>
        <translation>无法使用 %1：%2。</translation>
    </message>
    <message>
        <source>%1 answers with an error. Look into its own log.</source>
        <translation>%1 回应了一个错误。请查看它自己的日志。</translation>
    </message>
    <message>
        <source>Your APIs</source>
        <translation>你的 API</translation>
    </message>
</context>
<context>
    <name>weft::ComfyOfferCard</name>
    <message>
        <source>A price is a number of credits, such as 0.05; nothing: by its work. What was set before stays.</source>
        <translation>价格是积分数，例如 0.05；留空则按工作量计价。之前的设置保持不变。</translation>
    </message>
    <message>
        <source>Offer nodes of %1 to guests</source>
        <translation>向客人提供 %1 的节点</translation>
    </message>
    <message>
        <source>Nothing is offered yet: tick the nodes that guests may run.</source>
        <translation>还没有提供任何内容：请勾选客人可以运行的节点。</translation>
    </message>
    <message>
        <source>Buyers see 1 node of this ComfyUI</source>
        <translation>买家看到这个 ComfyUI 的 1 个节点</translation>
    </message>
    <message>
        <source>Buyers see %1 nodes of this ComfyUI</source>
        <translation>买家看到这个 ComfyUI 的 %1 个节点</translation>
    </message>
    <message>
        <source>priced by their work at your price per second</source>
        <translation>按工作量和你的每秒价格计价</translation>
    </message>
    <message>
        <source>at most %1 credits a call</source>
        <translation>每次调用最多 %1 积分</translation>
    </message>
    <message>
        <source>some at a price of their own, at most %1 credits a call, the others by their work</source>
        <translation>一部分有单独的价格，每次调用最多 %1 积分，其余按工作量计价</translation>
    </message>
    <message>
        <source>%1, %2; not where it is.</source>
        <translation>%1，%2；看不到它在哪里。</translation>
    </message>
    <message>
        <source>What it has is known once it has answered.</source>
        <translation>它回应之后才知道它有什么。</translation>
    </message>
    <message>
        <source>Space ticks a node. Nothing is offered that isn&apos;t ticked.</source>
        <translation>按空格勾选节点。没有勾选的都不提供。</translation>
    </message>
    <message>
        <source>Your ComfyUI for guests</source>
        <translation>给客人用的 ComfyUI</translation>
    </message>
    <message>
        <source>Search nodes and packs</source>
        <translation>搜索节点和节点包</translation>
    </message>
    <message>
        <source>Search the nodes of your ComfyUI</source>
        <translation>搜索你的 ComfyUI 的节点</translation>
    </message>
    <message>
        <source>Nodes of your ComfyUI</source>
        <translation>你的 ComfyUI 的节点</translation>
    </message>
    <message>
        <source>A price is a number of credits, such as 0.05; nothing: by time. What was set before stays.</source>
        <translation>价格是积分数，例如 0.05；留空则按用时计价。之前的设置保持不变。</translation>
    </message>
    <message>
        <source>priced by time at your price per second</source>
        <translation>按用时和你的每秒价格计价</translation>
    </message>
    <message>
        <source>some at a price of their own, at most %1 credits a call, the others by time</source>
        <translation>一部分有单独的价格，每次调用最多 %1 积分，其余按用时计价</translation>
    </message>
    <message>
        <source>Click or press Space to tick. Double-click a price to set it.</source>
        <translation>点击或按空格勾选；双击价格可修改。</translation>
    </message>
    <message>
        <source>Tick all that are safe (%1)</source>
        <translation>勾选全部安全的节点（%1）</translation>
    </message>
    <message>
        <source>Untick all</source>
        <translation>全部取消勾选</translation>
    </message>
    <message>
        <source>Only ticked</source>
        <translation>只看已勾选</translation>
    </message>
    <message>
        <source>Offer it?</source>
        <translation>要提供吗？</translation>
    </message>
    <message>
        <source>Offer “%1” to guests? %2</source>
        <translation>要向客人提供“%1”吗？%2</translation>
    </message>
    <message>
        <source>Offer it</source>
        <translation>提供</translation>
    </message>
    <message>
        <source>Don&apos;t offer it</source>
        <translation>不提供</translation>
    </message>
    <message>
        <source>Untick all?</source>
        <translation>全部取消勾选？</translation>
    </message>
    <message>
        <source>Untick all %1 nodes? Their prices are forgotten, too.</source>
        <translation>取消勾选全部 %1 个节点？它们的价格也会一并忘记。</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>weft::ComfyOfferTable</name>
    <message>
        <source>only computes</source>
        <translation>只做计算</translation>
    </message>
    <message>
        <source>can&apos;t be offered</source>
        <translation>不能提供</translation>
    </message>
    <message>
        <source>⚠ not what its name says</source>
        <translation>⚠ 名不符实</translation>
    </message>
    <message>
        <source>⚠ unknown</source>
        <translation>⚠ 未知</translation>
    </message>
    <message>
        <source>⚠ %1</source>
        <translation>⚠ %1</translation>
    </message>
    <message>
        <source>%1 is one of ComfyUI&apos;s own that takes values and gives values, and of files reads only your models.</source>
        <translation>%1 是 ComfyUI 自带的节点，只接收和给出数值，文件方面只读取你的模型。</translation>
    </message>
    <message>
        <source>%1 works on somebody&apos;s paid servers with your account there. It is never offered.</source>
        <translation>%1 用你的账户在别人的收费服务器上工作。它绝不会被提供。</translation>
    </message>
    <message>
        <source>%1 has the name of one of ComfyUI&apos;s own, but its code comes from %2. Whoever is your guest runs that code on your computer.</source>
        <translation>%1 的名字与 ComfyUI 自带的节点相同，但代码来自 %2。任何客人都会在你的电脑上运行那些代码。</translation>
    </message>
    <message>
        <source>Weft can&apos;t see what %1 (of %2) does. Whoever is your guest runs that code on your computer, outside of any sandbox.</source>
        <translation>Weft 看不出 %1（来自 %2）会做什么。任何客人都会在你的电脑上运行那些代码，且不在沙箱之内。</translation>
    </message>
    <message>
        <source>%1 is ComfyUI&apos;s own, but does more than to compute, or isn&apos;t known to do no more.</source>
        <translation>%1 是 ComfyUI 自带的节点，但它不只是计算，或无法确定它只做计算。</translation>
    </message>
    <message>
        <source>Its names have these words in them: %1. Such nodes often reach files, the network, or code.</source>
        <translation>它的名称里有这些词：%1。这样的节点往往会接触文件、网络或代码。</translation>
    </message>
    <message>
        <source>by its work</source>
        <translation>按工作量</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>What Weft knows of it</source>
        <translation>Weft 所知道的</translation>
    </message>
    <message>
        <source>Credits a call</source>
        <translation>每次调用的积分</translation>
    </message>
    <message>
        <source>safe: only computes</source>
        <translation>安全：只做计算</translation>
    </message>
    <message>
        <source>can&apos;t be offered: paid elsewhere</source>
        <translation>不能提供：在别处收费</translation>
    </message>
    <message>
        <source>⚠ may reach %1</source>
        <translation>⚠ 可能涉及%1</translation>
    </message>
    <message>
        <source>code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>the network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>by time</source>
        <translation>按用时</translation>
    </message>
    <message>
        <source>Double-click to set the price of a call; empty: by time</source>
        <translation>双击可设置每次调用的价格；留空则按用时</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>安全性</translation>
    </message>
    <message>
        <source>Credits per call</source>
        <translation>每次调用的积分</translation>
    </message>
</context>
<context>
    <name>weft::DoorCard</name>
    <message>
        <source>For ComfyUI programs</source>
        <translation>面向 ComfyUI 程序</translation>
    </message>
    <message>
        <source>Serve programs that speak ComfyUI&apos;s API</source>
        <translation>为使用 ComfyUI API 的程序服务</translation>
    </message>
    <message>
        <source>Scripts, plugins and pages made for ComfyUI then find Weft&apos;s nodes, your servers and the marketplace behind one address; their prompts wait behind your own runs.</source>
        <translation>为 ComfyUI 编写的脚本、插件和网页就能在一个地址后面找到 Weft 的节点、你的服务器和算力市场；它们的任务排在你自己的运行之后。</translation>
    </message>
    <message>
        <source>The address is on the clipboard.</source>
        <translation>地址已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Who may connect</source>
        <translation>谁可以连接</translation>
    </message>
    <message>
        <source>Programs without a token may spend so much more (credits)</source>
        <translation>没有令牌的程序还可以花费（积分）</translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535. What was set before stays.</source>
        <translation>端口是 1 到 65535 的数字。之前的设置保持不变。</translation>
    </message>
    <message>
        <source>Kept. What runs on this computer is free.</source>
        <translation>已保存。在本机运行的部分免费。</translation>
    </message>
    <message>
        <source>A number of credits, such as 5 or 0.5. What was set before stays.</source>
        <translation>请输入积分数，例如 5 或 0.5。之前的设置保持不变。</translation>
    </message>
    <message>
        <source>Other computers need a token: make one below, and give it to them.</source>
        <translation>其他电脑需要令牌：请在下面创建一个，并交给它们。</translation>
    </message>
    <message>
        <source>Port %1 is taken by another program, as often as not a ComfyUI. Choose another port, such as %2, and give it to your programs.</source>
        <translation>端口 %1 已被另一个程序占用，多半是 ComfyUI。请选择另一个端口，例如 %2，并告诉你的程序。</translation>
    </message>
    <message>
        <source>Off: no program is served.</source>
        <translation>已关闭：不为任何程序服务。</translation>
    </message>
    <message>
        <source>On. No prompt waits.</source>
        <translation>已开启。没有任务在等待。</translation>
    </message>
    <message>
        <source>On. Prompts of programs: %1 running, %2 waiting.</source>
        <translation>已开启。程序的任务：%1 个运行中，%2 个等待中。</translation>
    </message>
    <message>
        <source>What other computers send isn&apos;t encrypted: who is on the way can read it. weft serve has TLS for that.</source>
        <translation>其他电脑发送的内容没有加密，途中的人可以读到。weft serve 提供 TLS。</translation>
    </message>
    <message>
        <source>Programs on this computer</source>
        <translation>本机的程序</translation>
    </message>
    <message>
        <source>Other computers too, with a token</source>
        <translation>其他电脑也可以，需要令牌</translation>
    </message>
    <message>
        <source>Address for programs</source>
        <translation>给程序用的地址</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Programs without a token may still spend (credits)</source>
        <translation>没有令牌的程序还可以花费（积分）</translation>
    </message>
    <message>
        <source>Open the list of APIs</source>
        <translation>打开 API 列表</translation>
    </message>
</context>
<context>
    <name>weft::LanguageOfferCard</name>
    <message>
        <source>Offer %1 to guests</source>
        <translation>向客人提供 %1</translation>
    </message>
    <message>
        <source>Nothing is offered yet: tick the models that guests may use.</source>
        <translation>还没有提供任何内容：请勾选客人可以使用的模型。</translation>
    </message>
    <message>
        <source>Buyers see %1, priced by the token at your price per second, at most %2 tokens a text; not where it is.</source>
        <translation>买家看到 %1，按 token 和你的每秒价格计价，每段文字最多 %2 个 token；看不到它在哪里。</translation>
    </message>
    <message>
        <source>Buyers see %1 at %2 credits for 1000 tokens; a text has at most %3 tokens and costs at most %4 credits; not where it is.</source>
        <translation>买家看到 %1，每 1000 个 token %2 积分；每段文字最多 %3 个 token，最多花费 %4 积分；看不到它在哪里。</translation>
    </message>
    <message>
        <source>%1 (isn&apos;t there now)</source>
        <translation>%1（现在不在）</translation>
    </message>
    <message>
        <source>A price is a number of credits, such as 0.05; nothing: by your price per second. What was set before stays.</source>
        <translation>价格是积分数，例如 0.05；留空则按你的每秒价格。之前的设置保持不变。</translation>
    </message>
    <message>
        <source>A whole number from 1 to %1, please. What was set before stays.</source>
        <translation>请输入 1 到 %1 的整数。之前的设置保持不变。</translation>
    </message>
    <message>
        <source>Your language models for guests</source>
        <translation>给客人用的语言模型</translation>
    </message>
    <message>
        <source>Models that guests may use</source>
        <translation>客人可以使用的模型</translation>
    </message>
    <message>
        <source>Credits for 1000 tokens; nothing: by your price per second</source>
        <translation>每 1000 个 token 的积分；留空则按你的每秒价格</translation>
    </message>
    <message>
        <source>The most tokens of one text</source>
        <translation>一段文字最多的 token 数</translation>
    </message>
    <message>
        <source>Credits per 1000 tokens (empty: by time)</source>
        <translation>每 1000 个 token 的积分（留空：按用时）</translation>
    </message>
</context>
<context>
    <name>weft::OfferedServerCard</name>
    <message>
        <source>Off: guests don&apos;t get it.</source>
        <translation>已关闭：客人用不到它。</translation>
    </message>
    <message>
        <source>Not offered: so many nodes don&apos;t fit into an offer. Tick fewer of them.</source>
        <translation>未提供：节点太多，放不进一份报价。请少勾选一些。</translation>
    </message>
    <message>
        <source>Not offered just now: %1</source>
        <translation>目前未提供：%1</translation>
    </message>
    <message>
        <source>Offered now. What you change here is in the offer a moment later; jobs under way keep their price.</source>
        <translation>正在提供。你在这里的改动稍后就会生效；进行中的任务价格不变。</translation>
    </message>
    <message>
        <source>Is offered as soon as sharing has started.</source>
        <translation>共享开始后就会提供。</translation>
    </message>
    <message>
        <source>Is offered when you turn sharing on.</source>
        <translation>打开共享后就会提供。</translation>
    </message>
    <message>
        <source>Your own ComfyUI can earn, too: guests run the nodes that you choose.</source>
        <translation>你自己的 ComfyUI 也能赚取收益：客人运行你选择的节点。</translation>
    </message>
    <message>
        <source>Your own language models can earn, too, paid by the token.</source>
        <translation>你自己的语言模型也能赚取收益，按 token 计费。</translation>
    </message>
    <message>
        <source>Set up a server in the settings</source>
        <translation>在设置中添加服务器</translation>
    </message>
    <message>
        <source>Which server is offered</source>
        <translation>提供哪个服务器</translation>
    </message>
    <message>
        <source>Guests get this as soon as sharing has started.</source>
        <translation>共享启动后客人就能使用。</translation>
    </message>
    <message>
        <source>Guests get this when you turn sharing on.</source>
        <translation>打开共享后客人就能使用。</translation>
    </message>
    <message>
        <source>Turn sharing on</source>
        <translation>打开共享</translation>
    </message>
</context>
<context>
    <name>weft::ServersCard</name>
    <message>
        <source>Servers on this computer or network</source>
        <translation>本机或网络上的服务器</translation>
    </message>
    <message>
        <source>The nodes of your ComfyUIs, and of servers with OpenAI&apos;s API such as Ollama, llama.cpp and vLLM, beside Weft&apos;s own in every workflow. Nothing is installed in them.</source>
        <translation>你的 ComfyUI，以及 Ollama、llama.cpp、vLLM 等 OpenAI API 服务器的节点，可与 Weft 自己的节点一起用在任何工作流中。无需在它们里面安装任何东西。</translation>
    </message>
    <message>
        <source>Its nodes are in the library now.</source>
        <translation>它的节点已在节点库中。</translation>
    </message>
    <message>
        <source>Asks who is there…</source>
        <translation>正在询问那里是谁…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Found at its usual address. It isn&apos;t used before you say so.</source>
        <translation>在它的常用地址上发现。你同意之前不会使用它。</translation>
    </message>
    <message>
        <source>None is used, and none was found at the usual addresses of this computer.</source>
        <translation>没有使用任何服务器，在本机的常用地址上也没有发现。</translation>
    </message>
    <message>
        <source>http://127.0.0.1:8188</source>
        <translation>http://127.0.0.1:8188</translation>
    </message>
    <message>
        <source>Address of a server</source>
        <translation>服务器地址</translation>
    </message>
    <message>
        <source>key, if it wants one</source>
        <translation>密钥（如果需要）</translation>
    </message>
    <message>
        <source>Key of a server of language models</source>
        <translation>语言模型服务器的密钥</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add the server</source>
        <translation>添加服务器</translation>
    </message>
    <message>
        <source>key (if needed)</source>
        <translation>密钥（如果需要）</translation>
    </message>
</context>
<context>
    <name>weft::TokenList</name>
    <message>
        <source>spent: %1 credits; without an end</source>
        <translation>已花费 %1 积分；没有上限</translation>
    </message>
    <message>
        <source>%1 of %2 credits left</source>
        <translation>剩余 %1 / %2 积分</translation>
    </message>
    <message>
        <source>Token %1</source>
        <translation>令牌 %1</translation>
    </message>
    <message>
        <source>The token is on the clipboard.</source>
        <translation>令牌已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Say how many credits it may spend in all, such as 5; 0 lets it use only what is free.</source>
        <translation>请说明它总共可以花费多少积分，例如 5；填 0 则只能使用免费的部分。</translation>
    </message>
    <message>
        <source>Copy the token now: it is shown only this once. A program sends it as “Authorization: Bearer TOKEN”.</source>
        <translation>请现在复制令牌：它只显示这一次。程序以“Authorization: Bearer 令牌”发送它。</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Revoke %1</source>
        <translation>撤销 %1</translation>
    </message>
    <message>
        <source>Who has it is let in no more, at once</source>
        <translation>持有它的人立即无法再进入</translation>
    </message>
    <message>
        <source>It is revoked.</source>
        <translation>已撤销。</translation>
    </message>
    <message>
        <source>Tokens: for whom it is, and what it may spend</source>
        <translation>令牌：给谁用，可以花费多少</translation>
    </message>
    <message>
        <source>a program&apos;s name</source>
        <translation>程序名称</translation>
    </message>
    <message>
        <source>Name of the new token</source>
        <translation>新令牌的名称</translation>
    </message>
    <message>
        <source>credits</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>Credits that the new token may spend</source>
        <translation>新令牌可以花费的积分</translation>
    </message>
    <message>
        <source>Make a token</source>
        <translation>创建令牌</translation>
    </message>
    <message>
        <source>The new token</source>
        <translation>新令牌</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the token</source>
        <translation>复制令牌</translation>
    </message>
    <message>
        <source>Tokens: one for each program, with its budget</source>
        <translation>令牌：每个程序一个，各有预算</translation>
    </message>
    <message>
        <source>budget (credits)</source>
        <translation>预算（积分）</translation>
    </message>
</context>
<context>
    <name>Device</name>
    <message>
        <source>CPU, 1 thread</source>
        <translation>CPU，1 个线程</translation>
    </message>
    <message>
        <source>CPU, %1 threads</source>
        <translation>CPU，%1 个线程</translation>
    </message>
</context>
<context>
    <name>weft::NoWalletPage</name>
    <message>
        <source>Wallet</source>
        <translation>钱包</translation>
    </message>
    <message>
        <source>A wallet needs a relay: a server that keeps your credits and pays machines.</source>
        <translation>钱包需要中继：保管你的积分、向机器付款的服务器。</translation>
    </message>
</context>
<context>
    <name>weft::OwnApisCard</name>
    <message>
        <source>Your APIs</source>
        <translation>你的 API</translation>
    </message>
    <message>
        <source>Published APIs…</source>
        <translation>已发布的 API…</translation>
    </message>
    <message>
        <source>%1 published</source>
        <translation>已发布 %1 个</translation>
    </message>
    <message>
        <source>None is published yet. Right-click nodes, a group or a form, then choose Publish as API…</source>
        <translation>还没有发布。右键点击节点、分组或表单，然后选择“发布为 API…”</translation>
    </message>
</context>
</TS>
