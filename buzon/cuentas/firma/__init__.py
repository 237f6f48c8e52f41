"""The desk at which every act is signed, whatever its trámite."""
