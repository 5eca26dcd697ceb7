using System.Globalization;
using Spectre.Console;

namespace ClosedLoop;

/// <summary>The table and the last line.</summary>
internal static class Summary
{
    public static void Write(StreamResult result)
    {
        var stream = result.Stream;
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn(result.Measure).RightAligned());
        table.AddRow("frozen first model", stream.Task.Figure(result.Frozen.Overall));
        table.AddRow("learning system", stream.Task.Figure(result.Learning.Overall));
        table.AddRow("no change (last known label)", stream.Task.Figure(result.NoChange.Overall));
        table.AddRow(stream.Task == AiInfra.Core.Rows.ModelTask.Regression ? "mean of the first part" : "majority class of the first part", stream.Task.Figure(result.Trivial.Overall));
        table.AddRow("rows predicted", Show.Count(result.Learning.Count));
        table.AddRow("retrainings", Show.Count(result.Status.Retrainings));
        table.AddRow("promotions", Show.Count(result.Status.Promotions));
        table.AddRow("refusals", Show.Count(result.Status.Refusals));
        table.AddRow("rollbacks", Show.Count(result.Status.Rollbacks));
        if (result.Status.Failures > 0)
        {
            table.AddRow("retrainings that failed", Show.Count(result.Status.Failures));
        }

        if (result.Unlabelled > 0)
        {
            table.AddRow("rows without a usable label", Show.Count(result.Unlabelled));
        }

        if (result.Unreadable > 0)
        {
            table.AddRow("rows that could not be read", Show.Count(result.Unreadable));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"prediction latency p50 {result.P50:0} us, p99 {result.P99:0} us; {result.Elapsed.TotalSeconds:0.0} s in all"));
    }

    /// <summary>The line that scripts read.</summary>
    public static string LastLine(StreamResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"frozen {result.Stream.Task.Figure(result.Frozen.Overall)}, learning {result.Stream.Task.Figure(result.Learning.Overall)}, gain {result.Stream.Task.Figure(result.Gain, result.Frozen.Overall)}");
}
