"""The Chinese of the error sentences of fetching; part of the table in `chinese_errors`."""

FETCH_SENTENCES: dict[str, str] = {
    # Not here
    "{name} is not here yet, and offline mode is on": "{name} 尚未下载，而当前处于离线模式",
    "Leave out --offline and HF_HUB_OFFLINE, or import the files from a folder": (
        "请取消设置 HF_HUB_OFFLINE 后重新启动应用，或从文件夹导入文件"
    ),
    "{path} cannot be read ({reason})": "无法读取 {path}（{reason}）",
    "Check the path": "请检查路径",
    # Addresses
    "'{address}' is no address that models can be fetched from": (
        "“{address}”不是可以下载模型的地址"
    ),
    "Give one that begins with https:// (http:// only for this computer itself)": (
        "请给出以 https:// 开头的地址（http:// 仅限本机）"
    ),
    "What answers at {host} is no hub of models": "{host} 的应答不像是模型仓库",
    "Check the endpoint (--endpoint, HF_ENDPOINT), and whether this network wants a login": (
        "请检查风格面板底部的下载地址，以及当前网络是否需要登录"
    ),
    # Refusals
    "{host} has no repository with {name}, or it is private": (
        "{host} 上没有包含 {name} 的仓库，或该仓库是私有的"
    ),
    "Check the name; for a private one set HF_TOKEN to a token that may read it": (
        "请检查名称；私有仓库请把 HF_TOKEN 设为有读取权限的令牌"
    ),
    "{host} does not let us have {name} ({status})": "{host} 不允许下载 {name}（{status}）",
    "Set HF_TOKEN to a token that may read it, and accept its terms on its page": (
        "请把 HF_TOKEN 设为有读取权限的令牌，并在其页面上接受条款"
    ),
    "{host} has no file {name} ({status})": "{host} 上没有文件 {name}（{status}）",
    "Its authors may have moved it: see its page, or get a newer catalog": (
        "作者可能移动了它：请查看其页面，或更新目录"
    ),
    "{host} was asked too often and wants a rest of {seconds} seconds": (
        "对 {host} 的请求过于频繁，需等待 {seconds} 秒"
    ),
    "{host} was asked too often and wants a rest": "对 {host} 的请求过于频繁，请稍候",
    "Try again later; with a token (HF_TOKEN) one may ask more often": (
        "请稍后重试；使用令牌（HF_TOKEN）可提高请求限额"
    ),
    "Try again then; with a token (HF_TOKEN) one may ask more often": (
        "请届时重试；使用令牌（HF_TOKEN）可提高请求限额"
    ),
    "{host} cannot give {name} at the moment (error {status})": (
        "{host} 暂时无法提供 {name}（错误 {status}）"
    ),
    "Try again later, or set another endpoint (--endpoint, HF_ENDPOINT)": (
        "请稍后重试，或在风格面板底部更换下载地址"
    ),
    # The way there
    "There is no network, or no server called {host}": "没有网络，或不存在服务器 {host}",
    "Nothing answers at {host}: the connection is refused": "{host} 没有应答：连接被拒绝",
    "{host} cannot be reached ({reason})": "无法连接 {host}（{reason}）",
    "{host} does not answer in time": "{host} 应答超时",
    "The connection to {host} broke off": "与 {host} 的连接中断",
    "Check the network and try again; another endpoint can be set (--endpoint, HF_ENDPOINT)": (
        "请检查网络后重试；也可在风格面板底部更换下载地址"
    ),
    "Check the network and the proxy {proxies}, and try again": (
        "请检查网络和代理 {proxies}，然后重试"
    ),
    "There is no secure connection to {host} ({reason})": "无法与 {host} 建立安全连接（{reason}）",
    "Check the date of the computer, and whether a proxy or virus scanner reads along": (
        "请检查电脑的日期，以及是否有代理或杀毒软件在拦截"
    ),
    "The proxy does not let us through to {host} ({reason})": ("代理不允许连接 {host}（{reason}）"),
    "Check the proxy settings of the system (HTTPS_PROXY, HTTP_PROXY, NO_PROXY)": (
        "请检查系统的代理设置（HTTPS_PROXY、HTTP_PROXY、NO_PROXY）"
    ),
    "The proxy settings of the system cannot be used ({reason})": (
        "系统的代理设置无法使用（{reason}）"
    ),
    "Set HTTPS_PROXY to an address such as http://127.0.0.1:7890, or unset ALL_PROXY": (
        "请把 HTTPS_PROXY 设为 http://127.0.0.1:7890 这样的地址，或取消设置 ALL_PROXY"
    ),
    # What came
    "{name} is not what it should be as it comes from {host} ({reason})": (
        "{host} 提供的 {name} 内容不正确（{reason}）"
    ),
    "{host} has another file {name} than the catalog promises": (
        "{host} 上的 {name} 与目录所载的不同"
    ),
    "Get a newer catalog, or set another endpoint (--endpoint, HF_ENDPOINT)": (
        "请更新目录，或在风格面板底部更换下载地址"
    ),
    "{host} has another file {name} than the one that was fetched before": (
        "{host} 上的 {name} 与之前下载的不同"
    ),
    "If its authors published a new one, take it with --accept-changed": (
        "如果作者发布了新版本，接受方法见 docs/store.md"
    ),
    "'{repository}' cannot be a repository of a hub": "“{repository}”不是有效的仓库名",
    "Ask who made the catalog: owner/name is meant": "请询问目录的制作者：应为“所有者/名称”的形式",
    "The catalog names a file that cannot be one here: {reason}": (
        "目录中的文件名在这里无法使用：{reason}"
    ),
    "Ask who made the catalog to name it otherwise": "请目录的制作者换一个文件名",
    "{place} is larger than {size} kB": "{place} 超过 {size} kB",
    "Check the address: a catalog is a small file": "请检查地址：目录应是很小的文件",
    # The disk
    "{needed} MB are needed in {folder}, {free} MB are free": (
        "{folder} 需要 {needed} MB，可用 {free} MB"
    ),
    "Free some space, or let VTOONIFY_RT_MODELS name a folder on another disk": (
        "请腾出空间，或用 VTOONIFY_RT_MODELS 指定其他磁盘上的文件夹"
    ),
    "The disk of {folder} is full": "{folder} 所在的磁盘已满",
    "Free some space and try again; what has come so far is kept": (
        "请腾出空间后重试；已下载的部分会保留"
    ),
    "{path} cannot be read or written ({reason})": "无法读写 {path}（{reason}）",
    "Check the permissions of the folder, and the disk": "请检查文件夹的权限和磁盘",
}
