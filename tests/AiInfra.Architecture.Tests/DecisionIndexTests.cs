using System.Text;
using System.Text.RegularExpressions;

namespace AiInfra.Architecture.Tests;

/// <summary>docs/decisions says why the house is built so. Run with AIINFRA_WRITE=1 to write its index anew.</summary>
public sealed partial class DecisionIndexTests
{
    private const string Index = Decision.Folder + "/README.md";
    private const int LongestLines = 30;

    private static readonly string[] s_text = [".md", ".cs", ".csproj", ".props", ".targets", ".sh", ".yml", ".json"];
    private static readonly string[] s_generated = ["bin", "obj", "artifacts", "node_modules"];

    [Fact]
    public void Index_OfDecisions_IsWhatStands()
    {
        string path = Repository.Path(Index), written = Write();
        if (Repository.Writes)
        {
            File.WriteAllText(path, written);
            return;
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == written,
            $"{Index} lists other decisions than those beside it. Write it anew: AIINFRA_WRITE=1 dotnet test --project tests/AiInfra.Architecture.Tests");
    }

    [Fact]
    public void Files_OfDecisions_LieInTheFolderOfARoom() =>
        AssertNone("lie in no room, or are not named in plain words with hyphens",
            Decision.All.Where(d => d.Room is null || !FileName().IsMatch(d.Path)).Select(d => d.Path),
            $"The rooms are {string.Join(", ", Decision.Rooms)}; a name is like serving/slots-and-bindings.md, without a number.");

    [Fact]
    public void Decisions_All_HaveATitleARunnerUpAndFewLines()
    {
        var faults = new List<string>();
        foreach (Decision decision in Decision.All)
        {
            if (decision.Title.Length == 0 || char.IsAsciiDigit(decision.Title[0]) || decision.Beginning.Length == 0)
            {
                faults.Add($"{decision.Path}: the first line is no title (# …, without a number), or no sentence follows");
            }

            if (!decision.Lines.Any(l => l.StartsWith("Runner-up", StringComparison.Ordinal) && l.Contains(':', StringComparison.Ordinal)))
            {
                faults.Add($"{decision.Path}: no line begins with \"Runner-up:\" and says what was not taken, and why not");
            }

            if (decision.Lines.Length > LongestLines)
            {
                faults.Add($"{decision.Path}: {decision.Lines.Length} lines, where {LongestLines} must do");
            }
        }

        AssertNone("are not written as CONTRIBUTING.md says", faults, "");
    }

    [Fact]
    public void Decisions_NamedInCodeAndDocs_Exist()
    {
        var faults = new List<string>();
        foreach (string file in TextFiles(Repository.Root))
        {
            string relative = Path.GetRelativePath(Repository.Root, file), text = File.ReadAllText(file);
            foreach (Match named in Named().Matches(text))
            {
                string path = $"{Decision.Folder}/{named.Groups[1].Value.TrimEnd('.')}", there = Repository.Path(path);
                if (path != Index && !File.Exists(there) && !Directory.Exists(there))
                {
                    faults.Add($"{relative}: {named.Value}");
                }
            }

            faults.AddRange(Numbered().Matches(text).Select(m => $"{relative}: {m.Value}"));
        }

        AssertNone("name a decision that is not there", faults, $"A decision is named by its path, as listed in {Index}; it has no number.");
    }

    private static string Write()
    {
        var text = new StringBuilder("# Decisions\n\nWhy the house is built so, by room. Every file says what was decided, why, and what the runner-up was. This page is written by a test; [CONTRIBUTING.md](../../CONTRIBUTING.md) says how a decision is.\n");
        foreach (string room in Decision.Rooms)
        {
            text.Append($"\n## {room}\n\n| decision | in short |\n|---|---|\n");
            foreach (Decision decision in Decision.All.Where(d => d.Room == room))
            {
                text.Append($"| [{Cell(decision.Title)}]({decision.Path}) | {Cell(decision.Beginning)}. |\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static IEnumerable<string> TextFiles(string folder) => Directory.EnumerateFiles(folder)
        .Where(f => s_text.Contains(Path.GetExtension(f)))
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(d => Path.GetFileName(d) is var name && !name.StartsWith('.') && !s_generated.Contains(name))
            .SelectMany(TextFiles));

    private static void AssertNone(string what, IEnumerable<string> faults, string cure)
    {
        string[] all = [.. faults];
        Assert.True(all.Length == 0, $"Of {Decision.Folder}, these {what}:{Environment.NewLine}{string.Join(Environment.NewLine, all)}{Environment.NewLine}{cure}");
    }

    [GeneratedRegex(@"^[a-z]+/[a-z][a-z0-9]*(-[a-z0-9]+)*\.md$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\bdecisions/(\w[\w./-]*)")]
    private static partial Regex Named();

    [GeneratedRegex(@"\bdecisions? \d{3}\b")]
    private static partial Regex Numbered();
}
