//! app
pub struct WindowOptions {
    pub demo: bool,
    pub geometry: Option<std::path::PathBuf>,
}
pub struct LeadlineApp;
impl LeadlineApp {
    pub fn new(_: &eframe::CreationContext, _: crate::bridge::Link, _: WindowOptions) -> Self {
        Self
    }
}
impl eframe::App for LeadlineApp {
    fn ui(&mut self, _: &mut egui::Ui, _: &mut eframe::Frame) {}
}
