using System.Globalization;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Slices;
using Spectre.Console;

namespace JudgeModel;

/// <summary>What is printed.</summary>
internal static class Summary
{
    public static void Print(Judgement judgement, IAnsiConsole console)
    {
        Table metrics = new Table().Border(TableBorder.Rounded).AddColumns("metric", "a", "b", "b better by", "p").AddColumn("");
        foreach (ModelComparison c in judgement.Comparison.Metrics)
        {
            string finding = c.IsShown ? "[green]better[/]" : c.IsRefuted ? "[red]worse[/]" : "not shown";
            metrics.AddRow(Text(c.Metric), Number(c.Champion), Number(c.Candidate), Number(c.Improvement), Number(Math.Min(c.PValueBetter, c.PValueWorse)), finding);
        }

        console.Write(metrics);
        Slices(console, "Where b is worse than elsewhere", judgement.B.BadSlices!);
        Slices(console, "Where b is worse than a", judgement.Regressions);
        foreach (GroupFairness groups in judgement.B.Fairness)
        {
            Table table = new Table().Border(TableBorder.Rounded).Title($"b by {Text(string.Join(" and ", groups.Columns))}").AddColumns("group", "rows", $"chosen as '{Text(groups.Positive)}'", "true positive rate", "false positive rate", "notes");
            foreach (GroupRates g in groups.Groups)
            {
                table.AddRow(Text(g.Group), g.Count.ToString(CultureInfo.InvariantCulture), Percent(g.SelectionRate.Value), Percent(g.TruePositiveRate.Value), Percent(g.FalsePositiveRate.Value), Text(string.Join("; ", g.Notes)));
            }

            console.Write(table);
        }

        if (judgement.Fairer is { } fit)
        {
            console.WriteLine("Thresholds by group would make the true positive rates alike, at this price:");
            console.WriteLine(fit.Price.Explain());
        }

        console.MarkupLine(judgement.Decision.Verdict switch { Verdict.Pass => "[green]The gate lets b pass.[/]", Verdict.Fail => "[red]The gate stops b.[/]", _ => "[yellow]The gate has not enough evidence.[/]" });
        console.Profile.Out.Writer.WriteLine(judgement.Decision.Explain());   // long lines stay whole
    }

    private static void Slices(IAnsiConsole console, string title, SliceReport report)
    {
        if (report.Slices.Count == 0)
        {
            console.WriteLine($"{title}: {(report.Tested == 0 ? $"no slice has the {report.Floor} rows that a test needs." : $"no slice of {report.Tested} that were tested is shown to be.")}");
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).Title($"{title} ({report.Tested} slices tested, corrected)").AddColumns("slice", "rows", "loss", "elsewhere", "p");
        foreach (FoundSlice slice in report.Slices.Take(5))
        {
            table.AddRow(Text(slice.Condition), slice.Count.ToString(CultureInfo.InvariantCulture), Number(slice.Loss), Number(slice.RestLoss), Number(slice.AdjustedPValue));
        }

        console.Write(table);
    }

    private static string Text(string text) => Markup.Escape(text);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Percent(double value) => value.ToString("P1", CultureInfo.InvariantCulture);
}
