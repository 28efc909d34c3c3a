"""Notices that a camera gives nothing but black, which no driver reports as an error."""

from desktop_app.remedies import camera_settings, open_camera_settings
from desktop_app.stage import Stage
from desktop_app.translation import tr

BLACK = 4.0  # of 255: no lens that is open sees less, at night either
LOOKS = 3  # one after another before it is said


class BlackPicture:
    """Says it on `stage` until there is a picture again, or the user closes it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._looks = 0
        self._said = ""

    def look(self, brightness: float | None) -> None:
        """Take note of the mean of a camera's picture, 0 to 255; None: no camera plays."""
        if brightness is not None and brightness < BLACK:
            self._looks += 1
            if self._looks == LOOKS:
                self._say()
            return
        self._looks = 0
        if self._said and self._stage.message.text == self._said:
            self._stage.message.dismiss()
        self._said = ""

    def _say(self) -> None:
        self._said = tr(
            "The picture is black. Open the camera's shutter, and check that this program may "
            "use the camera."
        )
        settings = (tr("Open the camera settings"), open_camera_settings)
        way_on = settings if camera_settings() else None
        self._stage.tell(self._said, trouble=True, way_on=way_on)
