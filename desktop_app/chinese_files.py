"""The Chinese of what importing, packing and keeping model files says; see `chinese_errors`."""

FILE_SENTENCES: dict[str, str] = {
    # Zips
    "{path} is not unpacked: '{name}' is encrypted": "未解压 {path}：“{name}”已加密",
    "{path} is not unpacked: '{name}' is no plain file, but a link or a device": (
        "未解压 {path}：“{name}”是链接或设备，不是普通文件"
    ),
    "{path} is not unpacked: '{name}' leads out of its folder or nowhere": (
        "未解压 {path}：“{name}”指向了文件夹之外"
    ),
    "{path} is not unpacked: '{name}' is a name that not every system can have": (
        "未解压 {path}：并非所有系统都允许名称“{name}”"
    ),
    "{path} is not unpacked: '{name}' is in it twice": "未解压 {path}：其中“{name}”出现了两次",
    "{path} is not unpacked: its files are too large, {size} MB": (
        "未解压 {path}：其中的文件过大（{size} MB）"
    ),
    "{path} is not unpacked: it has {count} files, more than {most}": (
        "未解压 {path}：其中有 {count} 个文件，超过上限 {most} 个"
    ),
    "{path} is not unpacked: it is no zip, damaged or cut off ({reason})": (
        "未解压 {path}：它不是 zip 文件，或者已损坏、不完整（{reason}）"
    ),
    "{path} is not unpacked: {reason}": "未解压 {path}：{reason}",
    "Get the file again, from where it came from": "请从原来的来源重新获取该文件",
    "{path} cannot be unpacked to {folder} ({reason})": "无法将 {path} 解压到 {folder}（{reason}）",
    "{path} cannot be unpacked here": "无法在此解压 {path}",
    "{path} holds further zips": "{path} 中还有压缩包",
    "Unpack it and import the folder": "请先解压，再导入解压后的文件夹",
    "Check the disk, its free space and the permissions": "请检查磁盘、可用空间和权限",
    "{needed} MB of disk space are needed, {folder} has {free} MB": (
        "需要 {needed} MB 磁盘空间，{folder} 只有 {free} MB"
    ),
    "Free some space, or set VTOONIFY_RT_MODELS to a folder on another disk": (
        "请腾出空间，或将 VTOONIFY_RT_MODELS 设为另一磁盘上的文件夹"
    ),
    # Model folders
    "{folder} is not installed: The model '{id}' ships with the app": (
        "未安装 {folder}：模型“{id}”随应用附带"
    ),
    "{folder} is not installed: '{id}' cannot be the id of a model": (
        "未安装 {folder}：“{id}”不能作为模型的 ID"
    ),
    "{path} is neither a file nor a folder": "{path} 既不是文件也不是文件夹",
    "Cannot write {path}: it is no plain file": "无法写入 {path}：它不是普通文件",
    "Choose another name": "请换一个名称",
    "Free some space, check the permissions, or choose another folder": (
        "请腾出空间、检查权限，或选择其他文件夹"
    ),
    "{folder} is not installed: {name} in it is no plain file or folder": (
        "未安装 {folder}：其中的 {name} 不是普通文件或文件夹"
    ),
    "{folder} is not installed: {reason}": "未安装 {folder}：{reason}",
    "{path} is damaged: sha256 {found}, expected {expected}": (
        "{path} 已损坏：sha256 为 {found}，应为 {expected}"
    ),
    "Get another copy, from where it came from": "请从原来的来源重新获取",
    "{path} cannot be installed in {folder} ({reason})": (
        "无法将 {path} 安装到 {folder}（{reason}）"
    ),
    "{path} holds two models of one id": "{path} 中有两个 ID 相同的模型",
    "Import them one by one": "请逐个导入",
    "{path} is the model '{found}', not '{wished}'": "{path} 是模型“{found}”，不是“{wished}”",
    "A finished model keeps its id; leave --id out": "成品模型的 ID 不能更改",
    "There is a model '{id}' already": "已有模型“{id}”",
    "Remove it first, or import it with --replace": "请先移除它",
    "'{id}' cannot be the id of a model": "“{id}”不能作为模型的 ID",
    "Use letters, digits, '-', '_' and '.', the first one a letter or digit": (
        "请使用字母、数字、“-”、“_”和“.”，并以字母或数字开头"
    ),
    "Give another id": "请换一个 ID",
    "{option} is for checkpoints, and {path} is a model": (
        "{option} 只用于检查点，而 {path} 是成品模型"
    ),
    "Leave it out": "请去掉该选项",
    "Install the app again": "请重新安装应用",
    "Give the style codes that belong to the model with --codes FILE": (
        "请把该模型的风格编码放在它旁边"
    ),
    # Removing and packing
    "The model '{id}' ships with the app": "模型“{id}”随应用附带",
    "It cannot be removed": "无法移除",
    "There is no model '{id}' to remove": "没有可移除的模型“{id}”",
    "None is installed beside those of the app": "除应用附带的模型外，尚未安装其他模型",
    "The model '{id}' cannot be removed ({reason})": "无法移除模型“{id}”（{reason}）",
    "Choose another model in the app, or close programs that use it, and try again": (
        "请在应用中换用其他模型，或关闭正在使用它的程序，然后重试"
    ),
    "{name} of model '{id}' is damaged or missing, so it is not packed": (
        "模型“{id}”的 {name} 已损坏或缺失，因此未打包"
    ),
    "Everybody has it; choose another": "每个人都已有它，请选择其他模型",
    "Cannot write {path} ({reason})": "无法写入 {path}（{reason}）",
}
