//! A scripted server that speaks as lab 2 does.

pub(crate) use lab_testing::browser::speaker::Speaker;

pub(crate) trait Notify {
    /// Says a notification in the rich form.
    fn notify(&self, id: &str, text: &str);
}

impl Notify for Speaker {
    fn notify(&self, id: &str, text: &str) {
        let number = id.rsplit(':').next().unwrap();
        self.say(&format!(
            "{{\"type\":\"notification\",\"id\":{id:?},\"number\":{number},\"text\":{text:?},\
             \"at\":\"2026-11-25T01:02:03.456Z\"}}"
        ));
    }
}
