"""The Chinese of the styles panel, and of the error sentences of the model store.

`STORE_TEXTS` is part of the table in `chinese`, `STORE_SENTENCES` of that in `chinese_errors`; the
same rules hold.
"""

STORE_TEXTS: dict[str, str] = {
    "Get &more styles…": "获取更多风格(&M)…",
    "Get more styles…": "获取更多风格…",
    "Styles": "风格",
    "Open the styles panel": "打开风格面板",
    "Save the picture. The unstylized one is kept, on this computer only, "
    "for the thumbnails of new styles.": (
        "保存画面。未风格化的原图也会保留，仅存于这台电脑，用来生成新风格的缩略图。"
    ),
    "Search styles": "搜索风格",
    "Import files…": "导入文件…",
    "Install a model from files on this computer": "从这台电脑上的文件安装模型",
    "A file or a zip…": "文件或压缩包…",
    "A folder…": "文件夹…",
    "Import a model": "导入模型",
    "Models and checkpoints": "模型和检查点",
    "Installed": "已安装",
    "Available": "可获取",
    "Reading the list of models…": "正在读取模型列表…",
    "No style is called “{words}”.": "没有名为“{words}”的风格。",
    "Everything that the catalogs offer is installed.": "目录中的模型均已安装。",
    "Dismiss": "知道了",
    # Cards
    "1 style": "1 种风格",
    "{count} styles": "{count} 种风格",
    "quick enough for live pictures": "速度快，适合实时画面",
    "VToonify-D, strength adjustable": "VToonify-D，强度可调",
    "VToonify-D, one strength": "VToonify-D，强度固定",
    "VToonify-T, one strength": "VToonify-T，强度固定",
    "Non-commercial": "非商用",
    "{size} on disk": "占用磁盘 {size}",
    "{licence}, comes with the app": "{licence}，随应用附带",
    "from {catalog}, signed": "来自“{catalog}”，已签名",
    "from {catalog}, not signed": "来自“{catalog}”，未签名",
    "Downloaded already": "已下载",
    "About {size} to download": "需下载约 {size}",
    "Download of unknown size": "下载大小未知",
    "needs {size} of memory while it is set up": "准备期间需内存 {size}",
    "About {time} per picture on this computer": "在这台电脑上每幅约 {time}",
    "{count} ms": "{count} 毫秒",
    "{count} s": "{count} 秒",
    "{count} min": "{count} 分钟",
    "{count} h": "{count} 小时",
    "1 more variant": "另有 1 个变体",
    "{count} more variants": "另有 {count} 个变体",
    "{name}: {caption}": "“{name}”：{caption}",
    "Replace": "替换",
    "Use": "使用",
    "Use {name}": "使用“{name}”",
    "In use": "使用中",
    "More for {name}": "“{name}”的更多操作",
    "Check the files": "检查文件",
    "Remove…": "移除…",
    "Checking the files…": "正在检查文件…",
    "All files are as they should be.": "所有文件都完好。",
    "Damaged or missing: {names}. Remove the model and get it again.": (
        "已损坏或缺失：{names}。请移除该模型并重新获取。"
    ),
    "Get it again": "重新获取",
    "Get": "获取",
    "Get {name}": "获取“{name}”",
    "To be got by hand: download the files, then import them here.": (
        "需手动获取：请先下载文件，再在此导入。"
    ),
    "Open page": "打开网页",
    "Open page of {name}": "打开“{name}”的网页",
    # Tasks
    "Waits for its turn": "排队等待",
    "Stopping…": "正在停止…",
    "Paused": "已暂停",
    "Another program is getting it": "另一个程序正在获取",
    "Starting…": "正在开始…",
    "Downloading": "正在下载",
    "Making it ready for this computer": "正在为这台电脑做准备",
    "step {step} of {total}": "第 {step} 步，共 {total} 步",
    "{done} of {total}": "{done} / {total}",
    "{size} per second": "每秒 {size}",
    "{time} left": "剩余 {time}",
    "Progress of {name}": "“{name}”的进度",
    "Pause": "暂停",
    "Resume": "继续",
    "Getting {name}…": "正在获取“{name}”…",
    "Getting {name} {percent} %": "正在获取“{name}” {percent} %",
    "Preparing {name} {percent} %": "正在准备“{name}” {percent} %",
    "{name}: stopped by an error": "“{name}”：因错误而停止",
    "Importing {name}": "正在导入 {name}",
    "Installing": "正在安装",
    "The folder “{name}” among your models is damaged.": "模型文件夹“{name}”已损坏。",
    "Installing the export packages": "正在安装导出所需的软件包",
    "the export packages": "导出所需的软件包",
    "{name} is installed.": "“{name}”已安装。",
    # Questions
    "{name} comes with these terms:": "“{name}”的使用条款：",
    "You are asked once: this covers every model with this licence.": (
        "只询问一次：适用于采用此许可的所有模型。"
    ),
    "Read the whole licence": "阅读许可全文",
    "Accept": "接受",
    "Install extra packages?": "要安装额外的软件包吗？",
    "Downloaded models are made ready on this computer. That needs {names}: "
    "several hundred megabytes, from the Python package index.": (
        "下载的模型要在这台电脑上做准备，需要 {names}：从 Python 软件包索引下载数百 MB。"
    ),
    "They are installed once, into VToonify RT's own Python.": (
        "只需安装一次，装入 VToonify RT 自己的 Python。"
    ),
    "Install": "安装",
    "Remove {name}?": "要移除“{name}”吗？",
    "This frees {size}. You can get the model again later.": (
        "将释放 {size}。以后可以重新获取该模型。"
    ),
    # Notices
    "Thumbnails of new models show your last snapshot.": "新模型的缩略图使用您的上一张快照。",
    "Use the sample instead": "改用示例",
    "{size} of downloaded files are kept for further styles.": (
        "保留了 {size} 已下载的文件，供更多风格使用。"
    ),
    "Free up": "释放空间",
    "{size} of the disk are free again.": "已释放 {size} 磁盘空间。",
    # Catalogs
    "Catalogs…": "目录…",
    "Catalogs": "目录",
    "Add a catalog": "添加目录",
    "A file, or an https address": "文件，或 https 地址",
    "Its author's public key (minisign), if it is signed": "作者的公钥（minisign），如有签名",
    "Without a key nobody vouches for a catalog. Get the key another way than it.": (
        "没有公钥就无从确认目录的来源。请从另外的途径取得公钥。"
    ),
    "Choose…": "选择…",
    "Add": "添加",
    "Update": "更新",
    "Update {name}": "更新“{name}”",
    "Remove {name}": "移除“{name}”",
    "Comes with the app": "随应用附带",
    "Signed": "已签名",
    "Not signed": "未签名",
    "The catalog was added.": "目录已添加。",
    "{name} is up to date.": "“{name}”已是最新。",
    "What was installed from it stays.": "从该目录安装的模型仍会保留。",
    "One moment…": "请稍候…",
    # Download address
    "Download address": "下载地址",
    "{variable} says {address}; the field goes before it.": (
        "{variable} 指定了 {address}；此处填写的地址优先。"
    ),
    "Leave it empty to download from {address}.": "留空则从 {address} 下载。",
    "In force is {address}, from the environment ({variable}).": (
        "当前使用环境变量 {variable} 指定的 {address}。"
    ),
    "A mirror of the hub can be given here.": "可在此填写镜像站地址。",
}

STORE_SENTENCES: dict[str, str] = {
    # Catalogs
    "{path} is not a catalog that can be used: {reason}": "{path} 不是可用的目录：{reason}",
    "Ask whoever made it; docs/catalogs.md describes the format": (
        "请询问其制作者；格式说明见 docs/catalogs.md"
    ),
    "{path} is not a catalog: it is no text": "{path} 不是目录文件：它不是文本",
    "{path} is larger than a catalog can be ({size} kB)": (
        "{path} 超过了目录文件的大小上限（{size} kB）"
    ),
    "{path} is another catalog now: '{found}'": "{path} 现在是另一个目录：“{found}”",
    "Add it if you trust it": "如果信任它，请重新添加",
    "{path} calls itself '{id}', as another catalog does": "{path} 与另一个目录同名：“{id}”",
    "{path} calls something '{name}', as catalog '{id}' does": (
        "{path} 中的名称“{name}”已被目录“{id}”使用"
    ),
    "Ask whoever made it for another id": "请其制作者换一个 ID",
    "Ask whoever made it for another name": "请其制作者换一个名称",
    "You have added no catalog '{id}'": "您没有添加过目录“{id}”",
    "You have a catalog '{id}' already, from elsewhere or with another key": (
        "已有目录“{id}”，但来源或公钥不同"
    ),
    "Remove it first: vtoonify-rt models remove-catalog {id}": ("请先移除该目录"),
    "Catalog '{id}' cannot be refreshed, the older copy stays in use": (
        "无法更新目录“{id}”，将继续使用原有副本"
    ),
    "The signature of {path} is not one by the key {key} ({reason})": (
        "{path} 的签名与公钥 {key} 不符（{reason}）"
    ),
    "{path} was signed before the copy that you have": "{path} 的签名时间早于现有副本",
    "Ask its author; to take it nevertheless, remove the catalog and add it again": (
        "请询问作者；若仍要使用它，请移除该目录后重新添加"
    ),
    "Get catalog and key from their author again; do not use this one": (
        "请不要使用它，并向作者重新索取目录和公钥"
    ),
    "'{key}' is not a public key of minisign": "“{key}”不是 minisign 公钥",
    "Give the line of its .pub file that begins with RW": "请填写其 .pub 文件中以 RW 开头的那一行",
    "No catalog has a model '{name}'": "目录中没有模型“{name}”",
    "The nearest are {names}": "您要找的可能是 {names}",
    "Look with: vtoonify-rt models search": "请在风格面板中搜索",
    # Pulls
    "'{model}' cannot be fetched: its files have to be got by hand": (
        "“{model}”无法自动下载：需要手动获取其文件"
    ),
    "Get them at {pages}, then: vtoonify-rt models import PATH": (
        "请到 {pages} 获取，然后在风格面板中导入"
    ),
    "The terms of '{model}' ({name}) have not been accepted": "尚未接受“{model}”的许可（{name}）",
    "Read {url}, then accept them": "请阅读 {url}，然后接受",
    "The installed model '{model}' is another one than that of {catalog}": (
        "已安装的模型“{model}”与目录 {catalog} 中的不是同一个"
    ),
    "Remove it first: vtoonify-rt models remove {model}": ("请先移除已安装的模型"),
    "'{model}' has just been removed": "“{model}”刚刚被移除",
    "Install it again": "请重新安装",
    "'{model}' is being worked on": "“{model}”正在处理中",
    "Pause that first": "请先暂停",
    "{pack} holds the model '{found}' ({kind}), and the catalog promised '{model}' ({family})": (
        "{pack} 里是模型“{found}”（{kind}），而目录所列的是“{model}”（{family}）"
    ),
    "Ask who made the catalog": "请询问目录的制作者",
    # The exporter
    "To make checkpoints runnable, packages are missing: {names}": (
        "导入检查点需要 {names}，尚未安装"
    ),
    "Install it with: {command}": "请在风格面板中点击“安装”，或运行：{command}",
    "This copy of VToonify RT cannot import checkpoints: it has no Python of its own": (
        "此版本的 VToonify RT 无法导入检查点：它不带 Python"
    ),
    "Import with an installation from source, whose models it can use": (
        "请用源码安装的版本导入，此版本可以使用导入后的模型"
    ),
    "The installer cannot be started ({reason})": "无法启动安装程序（{reason}）",
    "Install pip or uv, or run the command yourself": "请安装 pip 或 uv，然后重试",
    "Installing {names} failed: {lines}": "安装 {names} 失败：{lines}",
    "Look into the log, and try again with a network": "请查看日志，并在联网后重试",
    "The {work} ended with status {status} while it worked on {step}": (
        "{work}在处理 {step} 时中止（状态码 {status}）"
    ),
    "The {work} ended with status {status}": "{work}中止（状态码 {status}）",
    "import": "导入",
    "engine build": "引擎构建",
    "If it was killed, memory may have been short: close other programs and try again": (
        "如果它是被系统结束的，可能是内存不足：请关闭其他程序后重试"
    ),
    "{path} cannot be written ({reason})": "无法写入 {path}（{reason}）",
    "Free some space, or check the permissions of the folder": "请释放一些空间，或检查文件夹的权限",
}
