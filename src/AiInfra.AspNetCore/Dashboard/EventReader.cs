using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Views;
using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>Reads what the page shows out of the data of events. What is not as expected is left out: the event's words are shown anyway.</summary>
internal static class EventReader
{
    private static readonly string[] Marked = ["promotion", "rollback", "alarm"];

    public static EventRow Row(CatalogEvent e) => new(e.Id, e.Kind, Tone(e), e.Subject, e.At, e.Message, e.Position);

    /// <summary>The alarms of a subject that are on: the newest word of each kind of alarm is "raised".</summary>
    /// <param name="alarms">The subject's alarm events, the newest first.</param>
    public static IReadOnlyList<EventRow> Raised(IEnumerable<CatalogEvent> alarms) =>
        [.. alarms.GroupBy(a => Text(a.Data, "kind") ?? a.Kind).Select(g => g.First()).Where(a => !IsCleared(a)).Select(Row)];

    /// <summary>The line of windowed quality, or null where there is none.</summary>
    /// <param name="quality">Events of kind "quality", the newest first.</param>
    /// <param name="others">All other events of the subject.</param>
    public static QualityView? Quality(IReadOnlyList<CatalogEvent> quality, IEnumerable<CatalogEvent> others)
    {
        var answers = new List<Sample>();
        var shadow = new List<Sample>();
        (string Metric, double Value, double? Baseline, bool Degraded)? latest = null;
        foreach (CatalogEvent e in quality)
        {
            using JsonDocument? document = Parse(e.Data);
            if (document is null || !Property(document.RootElement, "report", out JsonElement report) || Number(report, "value") is not double value)
            {
                continue;
            }

            bool isShadow = string.Equals(Text(document.RootElement, "role"), "shadow", StringComparison.OrdinalIgnoreCase);
            (isShadow ? shadow : answers).Add(new Sample(X(e), value));
            if (!isShadow)
            {
                latest ??= (Text(report, "metric") ?? "quality", value, Number(report, "baseline"), Property(report, "degraded", out JsonElement d) && d.ValueKind == JsonValueKind.True);
            }
        }

        Order(answers);
        Order(shadow);
        if (latest is null || answers.Count == 0)
        {
            return null;
        }

        LineMark[] marks = [.. others.Where(e => Marked.Contains(e.Kind) && !IsCleared(e)).Select(e => new LineMark(X(e), e.Kind, e.Message)).Where(m => m.X >= answers[0].X && m.X <= answers[^1].X)];
        return new QualityView(latest.Value.Metric, latest.Value.Value, latest.Value.Baseline, latest.Value.Degraded, answers, shadow, marks);

        // The stream's own count where the line has one, otherwise time. What brings no count of its own stands where the line was when it was written.
        double X(CatalogEvent e) => quality[0].Position is null
            ? e.At.ToUnixTimeMilliseconds()
            : e.Position ?? quality.FirstOrDefault(q => q.Id < e.Id && q.Position is not null)?.Position ?? double.NaN;
    }

    /// <summary>The comparison in an event of kind "drift", or null.</summary>
    public static DriftView? Drift(CatalogEvent? e)
    {
        using JsonDocument? document = e is null ? null : Parse(e.Data);
        if (document is null || !Property(document.RootElement, "report", out JsonElement report) || !Property(report, "columns", out JsonElement columns) || columns.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        ColumnBar[] bars = [.. columns.EnumerateArray()
            .Where(c => c.ValueKind == JsonValueKind.Object)
            .Select(c => new ColumnBar(Text(c, "column") ?? "?", Number(c, "stability") ?? 0, Number(c, "stabilityNoise") ?? 0, Number(c, "adjustedPValue") ?? 1, Number(c, "missing") ?? 0, Number(c, "referenceMissing") ?? 0, Property(c, "drifted", out JsonElement d) && d.ValueKind == JsonValueKind.True))
            .OrderByDescending(c => c.Drifted).ThenByDescending(c => c.Stability > c.Noise).ThenByDescending(c => c.Stability).Take(8)];
        bool drifted = Property(report, "drifted", out JsonElement all) && all.ValueKind == JsonValueKind.True;
        return new DriftView(drifted, (int)(Number(report, "rows") ?? 0), e!.At, bars);
    }

    private static void Order(List<Sample> line)
    {
        line.RemoveAll(s => double.IsNaN(s.X));
        line.Sort((a, b) => a.X.CompareTo(b.X));
    }

    private static string Tone(CatalogEvent e) => e.Kind switch
    {
        "alarm" => IsCleared(e) ? "good" : "bad",
        "promotion" => "good",
        "retraining-failed" => "bad",
        "gate" => Text(e.Data, "verdict") is null or "Pass" ? "plain" : "warn",
        "rollback" or "refusal" => "warn",
        "drift" => e.Data.Contains("\"drifted\":true", StringComparison.Ordinal) ? "warn" : "plain",
        "quality" => e.Data.Contains("\"degraded\":true", StringComparison.Ordinal) ? "warn" : "plain",
        _ => "plain",
    };

    private static bool IsCleared(CatalogEvent e) => e.Kind == "alarm" && string.Equals(Text(e.Data, "state"), "cleared", StringComparison.OrdinalIgnoreCase);

    private static string? Text(string data, string name)
    {
        using JsonDocument? document = Parse(data);
        return document is null ? null : Text(document.RootElement, name);
    }

    private static JsonDocument? Parse(string data)
    {
        try
        {
            return JsonDocument.Parse(data);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Property(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    private static string? Text(JsonElement element, string name) => Property(element, name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement element, string name) => Property(element, name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
