//! secret_service
