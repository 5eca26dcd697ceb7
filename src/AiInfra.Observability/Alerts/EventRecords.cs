using AiInfra.Core.Catalog.Events;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Alerts;

/// <summary>Reports as the catalog's events keep them.</summary>
internal static class EventRecords
{
    public static InputDrift Of(DriftReport report) =>
        new([.. report.Columns.Select(Of)], report.NotAsked, report.Drifted, report.Rows, report.Position, report.Threshold, report.At) { Remarks = report.Remarks.Count == 0 ? null : report.Remarks };

    public static AnswerQuality Of(QualityReport report) => new(
        Metric: report.Metric,
        Value: report.Value,
        Baseline: report.Baseline,
        Loss: report.Loss,
        BaselineLoss: report.BaselineLoss,
        PValue: report.PValue,
        Threshold: report.Threshold,
        Rows: report.Rows,
        EffectiveRows: report.EffectiveRows,
        Degraded: report.Degraded,
        Labelled: report.Labelled,
        Unscored: report.Unscored,
        Overall: report.Overall,
        Metrics: [.. report.Metrics.Select(m => new WindowMetric(m.Name, m.Value, m.Rows))],
        At: report.At);

    private static InputColumnDrift Of(ColumnDrift column) => new(
        Column: column.Column,
        Kind: column.Kind.ToString(),
        Test: column.Test,
        Statistic: column.Statistic,
        PValue: column.PValue,
        MissingPValue: column.MissingPValue,
        AdjustedPValue: column.AdjustedPValue,
        Stability: column.Stability,
        StabilityNoise: column.StabilityNoise,
        Rows: column.Rows,
        EffectiveRows: column.EffectiveRows,
        ReferenceMissing: column.ReferenceMissing,
        Missing: column.Missing,
        Unseen: column.Unseen,
        UnseenExamples: column.UnseenExamples,
        Drifted: column.Drifted,
        TestTitle: column.TestTitle);
}
