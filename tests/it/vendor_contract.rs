//! vendor_contract
