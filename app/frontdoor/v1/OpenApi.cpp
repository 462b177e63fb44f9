// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/v1/OpenApi.h"

#include "app/apis/CallGraph.h"
#include "app/apis/CallLines.h"

#include <QString>
#include <QUrl>

namespace weft {

namespace {

std::string escaped(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped().toStdString(); }

std::string inUrl(const std::string& name) { return QUrl::toPercentEncoding(QString::fromStdString(name)).toStdString(); }

void addBounds(Json& schema, const Json& options)
{
    for (const auto& [ours, theirs] : {std::pair {"min", "minimum"}, std::pair {"max", "maximum"}, std::pair {"default", "default"}}) {
        const Json& value = memberAt(options, ours);
        if (!value.is_null())
            schema[theirs] = value;
    }
    if (const std::string words = stringAt(options, "tooltip"); !words.empty())
        schema["description"] = words;
}

Json schemaOf(const InputSpec& input)
{
    Json schema = Json::object();
    if (input.type == "INT")
        schema["type"] = "integer";
    else if (input.type == "FLOAT")
        schema["type"] = "number";
    else if (input.type == "BOOLEAN")
        schema["type"] = "boolean";
    else
        schema["type"] = "string";
    if (input.type == "COMBO" && !input.choices.empty())
        schema["enum"] = input.choices;
    addBounds(schema, input.options);
    if (!isSettingType(input.type))
        schema["description"] = "A file that was uploaded (POST /upload/image), or a data: address with a picture in base64.";
    return schema;
}

bool canBeCalled(const NodeType& type)
{
    for (const InputSpec& input : type.inputs) {
        if (input.presence == Presence::Required && !canBeGiven(input))
            return false;
    }
    for (const OutputSpec& output : type.outputs) {
        if (typeTravels(output.type) && !output.holdsModel)
            return true;
    }
    return type.isOutput;
}

Json operationOf(const NodeType& type)
{
    const Json body {{"required", true}, {"content", {{"application/json", {{"schema", callSchema(type)}}}}}};
    Json outputs = Json::object();
    for (const OutputSpec& output : type.outputs)
        outputs[output.name] = {{"description", output.type}};
    const Json answer {{"description", "What it made, and what it cost."},
        {"content",
            {{"application/json",
                {{"schema",
                    {{"type", "object"},
                        {"properties", {{"id", {{"type", "string"}}}, {"charged", {{"type", "string"}}}, {"outputs", {{"type", "object"}, {"properties", outputs}}}}}}}}}}}};
    Json operation {{"summary", type.displayName.empty() ? type.name : type.displayName}, {"requestBody", body},
        {"responses", {{"200", answer}, {"400", {{"description", "A parameter is wrong or missing."}}}, {"429", {{"description", "The budget or the queue is full."}}}}}};
    if (!type.description.empty())
        operation["description"] = type.description;
    return {{"post", operation}};
}

std::string fieldOf(const std::string& form, const InputSpec& input)
{
    const std::string id = escaped(form + "-" + input.name);
    const std::string name = escaped(input.name);
    const Json& standard = memberAt(input.options, "default");
    const std::string value = standard.is_string() ? standard.get<std::string>() : standard.is_null() ? std::string() : toJsonText(standard);
    std::string field = "<label for=\"" + id + "\">" + name + "</label>";
    if (!isSettingType(input.type))
        return field + "<input type=\"file\" accept=\"image/*\" id=\"" + id + "\" name=\"" + name + "\">";
    if (input.type == "COMBO") {
        field += "<select id=\"" + id + "\" name=\"" + name + "\">";
        for (const std::string& choice : input.choices)
            field += "<option" + std::string(choice == value ? " selected" : "") + ">" + escaped(choice) + "</option>";
        return field + "</select>";
    }
    if (boolAt(input.options, "multiline"))
        return field + "<textarea rows=\"3\" id=\"" + id + "\" name=\"" + name + "\">" + escaped(value) + "</textarea>";
    const std::string kind = input.type == "STRING" ? "text" : "json";
    return field + "<input data-kind=\"" + kind + "\" id=\"" + id + "\" name=\"" + name + "\" value=\"" + escaped(value) + "\">";
}

constexpr const char* kHead = R"(<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Weft: APIs</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;background:#fff;color:#1b1e25}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:0}section{border:1px solid #c9ced8;border-radius:8px;padding:1rem;margin:1rem 0}
label{display:block;margin:.6rem 0 .2rem;font-size:.9rem;color:#4a5160}input,textarea,select{width:100%;box-sizing:border-box;font:inherit;padding:.4rem;border:1px solid #8d95a5;border-radius:6px;background:inherit;color:inherit}
button{margin-top:.8rem;font:inherit;padding:.4rem 1rem;border:0;border-radius:6px;background:#1f5fbf;color:#fff}pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem;background:#f1f3f7;padding:.6rem;border-radius:6px}
img{max-width:100%;border-radius:6px}@media(prefers-color-scheme:dark){body{background:#16181d;color:#e8eaef}section{border-color:#3a404c}pre{background:#22262e}label{color:#a9b1c1}}
</style><h1>APIs</h1>)";

constexpr const char* kScript = R"(<script>
for(const line of document.querySelectorAll('pre'))line.textContent=line.textContent.replace(/https?:\/\/[^\/ ]+/,()=>location.origin);
const read=f=>new Promise((y,n)=>{const r=new FileReader();r.onload=()=>y(r.result);r.onerror=n;r.readAsDataURL(f)});
for(const form of document.forms)form.onsubmit=async e=>{e.preventDefault();const out=form.querySelector('output');out.textContent='…';const body={};
for(const i of form.elements){if(!i.name)continue;if(i.type==='file'){if(i.files[0])body[i.name]=await read(i.files[0])}
else if(i.dataset.kind==='json'){if(i.value!==''){try{body[i.name]=JSON.parse(i.value)}catch(x){body[i.name]=i.value}}}else body[i.name]=i.value}
try{const r=await fetch(form.action,{method:'POST',headers:{'Content-Type':'application/json'},body:JSON.stringify(body)});const a=await r.json();out.textContent='';
if(!r.ok){out.textContent=a.error&&(a.error.message||a.error)||r.status;return}
for(const [n,v] of Object.entries(a.outputs))for(const o of [].concat(v)){if(o&&o.url){const p=document.createElement('img');p.src=o.url;p.alt=n;out.append(p)}else{const p=document.createElement('p');p.textContent=n+': '+o;out.append(p)}}
const p=document.createElement('p');p.textContent=a.charged+' credits';out.append(p)}catch(x){out.textContent=x}};
</script>)";

} // namespace

std::string callPath(const Catalogue& catalogue, const NodeType& type)
{
    const std::string api = apiNameOf(type.name);
    const auto meant = callable(catalogue, api);
    if (!api.empty() && meant && (*meant)->name == type.name)
        return "/v1/" + api;
    return "/v1/nodes/" + inUrl(type.name);
}

Json callSchema(const NodeType& type)
{
    Json properties = Json::object();
    Json required = Json::array();
    for (const InputSpec& input : type.inputs) {
        if (!canBeGiven(input))
            continue;
        properties[input.name] = schemaOf(input);
        if (mustBeGiven(input))
            required.push_back(input.name);
    }
    Json schema {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!required.empty())
        schema["required"] = required;
    return schema;
}

Json openApiOf(const Catalogue& catalogue)
{
    Json paths = Json::object();
    for (const auto& [name, type] : catalogue.types()) {
        if (!apiNameOf(name).empty())
            paths[callPath(catalogue, type)] = operationOf(type);
    }
    for (const auto& [name, type] : catalogue.types()) {
        if (apiNameOf(name).empty() && canBeCalled(type))
            paths[callPath(catalogue, type)] = operationOf(type);
    }
    return {{"openapi", "3.1.0"}, {"info", {{"title", "Weft"}, {"version", "1"}}}, {"paths", paths}};
}

std::string apiPage(const Catalogue& catalogue, const std::string& address)
{
    std::string page = kHead;
    page += "<p>Every node is an API, too: <a href=\"/v1/openapi.json\">/v1/openapi.json</a></p>";
    bool isEmpty = true;
    for (const auto& [name, type] : catalogue.types()) {
        if (apiNameOf(name).empty())
            continue;
        isEmpty = false;
        const std::string path = callPath(catalogue, type);
        page += "<section><h2>" + escaped(type.displayName) + "</h2><p>" + escaped(type.description) + "</p><form action=\"" + escaped(path) + "\">";
        for (const InputSpec& input : type.inputs)
            page += canBeGiven(input) ? fieldOf(apiNameOf(name), input) : std::string();
        page += "<button>Call</button><pre>" + escaped(curlLine(type, address + path)) + "</pre><output></output></form></section>";
    }
    if (isEmpty)
        page += "<p>Nobody offers a published API now.</p>";
    return page + kScript + "</html>";
}

} // namespace weft
