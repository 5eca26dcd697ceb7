using AiInfra;
using AiInfra.Evaluation.Gates;
using JudgeModel;
using Spectre.Console;

try
{
    RunOptions options = RunOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(RunOptions.Usage);
        return 0;
    }

    Directory.CreateDirectory(options.Out);
    string path = options.Data ?? Loans.Write(Path.Combine(options.Out, "loans.csv"), 6000, options.Seed);
    JudgedTable table = await JudgedTable.ReadAsync(path, options, CancellationToken.None);
    IReadOnlyList<string> groups = table.Groups(options.Groups);
    Console.WriteLine($"{table.B.Count} rows of {path}; {(table.Unlabelled == 0 ? "" : $"{table.Unlabelled} without an answer of all three left out; ")}{(table.Unreadable == 0 ? "" : $"{table.Unreadable} that could not be read; ")}groups by {(groups.Count == 0 ? "nothing" : string.Join(", ", groups))}.");
    Console.WriteLine(table.Understood);
    Judgement judgement = Judgement.Of(table, groups, options.Seed);
    Summary.Print(judgement, AnsiConsole.Console);

    string File(string name) => Path.Combine(options.Out, name);
    await System.IO.File.WriteAllTextAsync(File("report-a.html"), judgement.A.ToHtml());
    await System.IO.File.WriteAllTextAsync(File("report-b.html"), judgement.B.ToHtml());
    await System.IO.File.WriteAllTextAsync(File("report-b.json"), judgement.B.ToJson());
    await System.IO.File.WriteAllTextAsync(File("comparison.html"), judgement.Comparison.ToHtml());
    await System.IO.File.WriteAllTextAsync(File("comparison.md"), judgement.Comparison.ToMarkdown());
    await System.IO.File.WriteAllTextAsync(File("gate.xml"), judgement.Decision.ToJUnit("b instead of a"));
    Console.WriteLine($"Reports: {Path.GetFullPath(options.Out)}: report-b.html, comparison.html, gate.xml for a build server.");
    return judgement.Decision.Verdict == Verdict.Pass ? 0 : 3;
}
catch (Exception e) when (e is UsageException or AiInfraException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    if (e is UsageException)
    {
        Console.Error.WriteLine();
        Console.Error.WriteLine(RunOptions.Usage);
    }

    return 2;
}
