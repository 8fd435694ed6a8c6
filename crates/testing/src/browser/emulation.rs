//! What a page is seen on, and by whom: the window, the system's settings, the clock.

use std::{fs, path::Path, time::Duration};

use chromiumoxide::{
    cdp::browser_protocol::{emulation::EventVirtualTimeBudgetExpired, page::CaptureScreenshotFormat},
    error::{CdpError, Result},
    page::ScreenshotParams,
};
use futures_util::StreamExt;
use serde_json::{Value, json};

use super::tab::Tab;

/// The elements that stick out sideways, or nothing where the page has no sideways scroll.
const OVERFLOW: &str = r"(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
        element => element.getBoundingClientRect().right > clientWidth + .5);
    return [`${scrollWidth} in ${clientWidth}`, ...wide.map(element => element.outerHTML.slice(0, 120))];
})()";

impl Tab {
    /// Sets a preference of the system: `("color-scheme", "dark")`, `("reduced-motion", "reduce")`.
    #[track_caller]
    pub fn prefer(&self, feature: &str, value: &str) {
        let mut media = self.media.borrow_mut();
        media.insert(format!("prefers-{feature}"), value.to_owned());
        let features: Vec<_> =
            media.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.command("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Gives the page a window of this size, in CSS pixels.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", size);
        self.wait_for(&format!("innerWidth === {width} && innerHeight === {height}"));
    }

    /// Sets the size of text, in per cent, as a reader does in the browser's settings.
    #[track_caller]
    pub fn resize_text(&self, percent: u32) {
        self.eval::<Value>(&format!("document.documentElement.style.fontSize = '{percent}%'"));
    }

    /// What makes the page scroll sideways; empty where it does not.
    #[must_use]
    #[track_caller]
    pub fn horizontal_overflow(&self) -> Vec<String> {
        self.eval(OVERFLOW)
    }

    /// Lets the page's clock run ahead, timers included. From then on it runs faster than the real one, so
    /// nothing about real time can be tested in this tab any more.
    #[track_caller]
    pub fn fast_forward(&self, time: Duration) {
        let listen = self.page.event_listener::<EventVirtualTimeBudgetExpired>();
        let mut expired = self.browser.run("virtual time", listen);
        let policy = json!({ "policy": "advance", "budget": time.as_millis() });
        self.command("Emulation.setVirtualTimePolicy", policy);
        self.browser
            .run("the end of virtual time", async { expired.next().await.ok_or(CdpError::NoResponse) });
    }

    /// Writes what the tab shows as a PNG.
    #[track_caller]
    pub fn screenshot(&self, path: &Path) {
        let format = ScreenshotParams::builder().format(CaptureScreenshotFormat::Png).build();
        let image: Result<Vec<u8>> = self.browser.try_run(self.page.screenshot(format));
        match image {
            Ok(image) => fs::write(path, image).unwrap(),
            Err(error) => panic!("no screenshot: {error}"),
        }
    }
}
