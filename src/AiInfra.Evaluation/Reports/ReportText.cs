using System.Globalization;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>Words and numbers as reports show them.</summary>
internal static class ReportText
{
    public static string Number(double value) => double.IsNaN(value) ? "undefined" : value.ToString(Math.Abs(value) is >= 1e-4 and < 1e7 or 0 ? "0.####" : "G4", CultureInfo.InvariantCulture);

    public static string Interval(Score score) => score.Interval is { } i && !double.IsNaN(i.Low) ? $"{Number(i.Low)} to {Number(i.High)}" : "";

    public static string Name(Verdict verdict) => verdict switch { Verdict.Pass => "pass", Verdict.Fail => "fail", _ => "not enough evidence" };

    public static string Subtitle(EvaluationReport report)
    {
        string model = report.Model is null ? "" : $"Model {report.Model}, ";
        string dataset = report.Dataset is null ? "" : $" of dataset {report.Dataset}";
        string unlabelled = report.Unlabelled == 0 ? "" : $" ({report.Unlabelled} more had no label)";
        return string.Create(CultureInfo.InvariantCulture, $"{model}{report.Rows} rows{dataset}{unlabelled}, intervals at {report.Confidence * 100:0.#} %, {report.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
    }
}
