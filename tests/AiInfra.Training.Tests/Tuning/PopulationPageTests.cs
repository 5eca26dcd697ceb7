// <readme> docs/tuning.md 3
using AiInfra.Core.Studies;
using AiInfra.Training.Tuning.Populations;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>Block 3 of docs/tuning.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class PopulationPageTests
{
    [Fact]
    public async Task Page_Population_GoesDown()
    {
        using var folder = new ReadmeFolder();

        // <readme> docs/tuning.md 3
        var population = new PopulationTraining(
            "population",
            new Dictionary<string, ParameterRange> { ["rate"] = ParameterRange.Float(1e-4, 1, log: true) },
            new PopulationOptions { Members = 8, Rounds = 10 });
        PopulationResult result = await population.RunAsync(async (member, cancel) =>
        {
            string file = Path.Combine(member.Folder, "weights.txt");      // the member's state, or that of the one it took over from
            double x = File.Exists(file) ? double.Parse(await File.ReadAllTextAsync(file, cancel), System.Globalization.CultureInfo.InvariantCulture) : 10;
            x -= member.Float("rate") * x;                                  // one piece of training
            await File.WriteAllTextAsync(file, x.ToString(System.Globalization.CultureInfo.InvariantCulture), cancel);
            return Math.Abs(x);
        });
        Console.WriteLine($"{result.Best.Value}; its weights are in {result.Folder}");
        // </readme>

        Assert.Equal(80, result.Pieces.Count);
        Assert.InRange(result.Best.Value, 0, 1);
        Assert.True(File.Exists(Path.Combine(result.Folder, "weights.txt")));
    }
}
