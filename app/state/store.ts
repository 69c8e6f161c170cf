import { create } from "zustand";
import { annotationsSlice, type AnnotationsSlice } from "./annotations-slice.ts";
import { captureSlice, type CaptureSlice } from "./capture-slice.ts";
import { coloursSlice, type ColoursSlice } from "./colours-slice.ts";
import { columnsSlice, type ColumnsSlice } from "./columns-slice.ts";
import { compareSlice, type CompareSlice } from "./compare-slice.ts";
import { diagnosisSlice, type DiagnosisSlice } from "./diagnosis-slice.ts";
import { copySlice, type CopySlice } from "./copy-slice.ts";
import { dialogSlice, type DialogSlice } from "./dialog-slice.ts";
import { dockSlice, type DockSlice } from "./dock-slice.ts";
import { filterMemorySlice, type FilterMemorySlice } from "./filter-memory-slice.ts";
import { followSlice, type FollowSlice } from "./follow-slice.ts";
import { referenceSlice, type ReferenceSlice } from "./reference-slice.ts";
import { selectedRowsSlice, type SelectedRowsSlice } from "./selected-rows-slice.ts";
import { selectionSlice, type SelectionSlice } from "./selection-slice.ts";
import { findSlice, type FindSlice } from "./find-slice.ts";
import { noticeSlice, type NoticeSlice } from "./notice-slice.ts";
import { settingsSlice, type SettingsSlice } from "./settings-slice.ts";
import { timeCursorSlice, type TimeCursorSlice } from "./time-cursor-slice.ts";
import { timelineSlice, type TimelineSlice } from "./timeline-slice.ts";
import { viewSlice, type ViewSlice } from "./view-slice.ts";

/** All that the page knows; a part for each concern, which may call the others. */
export interface State
  extends
    CaptureSlice,
    AnnotationsSlice,
    ViewSlice,
    FilterMemorySlice,
    SelectionSlice,
    SelectedRowsSlice,
    SettingsSlice,
    DialogSlice,
    TimeCursorSlice,
    TimelineSlice,
    ColoursSlice,
    FindSlice,
    ColumnsSlice,
    DiagnosisSlice,
    DockSlice,
    CompareSlice,
    CopySlice,
    NoticeSlice,
    ReferenceSlice,
    FollowSlice {}

export const useStore = create<State>()((...store) => ({
  ...captureSlice(...store),
  ...findSlice(...store),
  ...annotationsSlice(...store),
  ...coloursSlice(...store),
  ...columnsSlice(...store),
  ...viewSlice(...store),
  ...filterMemorySlice(...store),
  ...selectionSlice(...store),
  ...selectedRowsSlice(...store),
  ...settingsSlice(...store),
  ...dialogSlice(...store),
  ...diagnosisSlice(...store),
  ...dockSlice(...store),
  ...timeCursorSlice(...store),
  ...timelineSlice(...store),
  ...referenceSlice(...store),
  ...compareSlice(...store),
  ...copySlice(...store),
  ...noticeSlice(...store),
  ...followSlice(...store),
}));
