using System.Globalization;
using AiInfra.Evaluation.Gates;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes an evaluation as JUnit XML: its metrics as properties, and the conditions of its gate as test cases; without a gate one case that passed, as it ran.</summary>
internal static class JUnitReport
{
    public static string Write(EvaluationReport report) => JUnitGate.Write(
        report.Gate?.Conditions ?? [new($"evaluated {report.Rows} rows", Verdict.Pass, string.Join(", ", report.Metrics))],
        report.Name,
        [
            .. report.Model is { } model ? new[] { ("model", model) } : [],
            .. report.Dataset is { } dataset ? new[] { ("dataset", dataset) } : [],
            ("rows", report.Rows.ToString(CultureInfo.InvariantCulture)),
            .. report.Metrics.Select(m => (m.Name, m.Value.ToString("R", CultureInfo.InvariantCulture))),
        ]);
}
