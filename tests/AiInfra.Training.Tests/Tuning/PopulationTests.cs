using System.Globalization;
using AiInfra.Core.Studies;
using AiInfra.Support;
using AiInfra.Training.Tuning;
using AiInfra.Training.Tuning.Populations;

namespace AiInfra.Training.Tests.Tuning;

public sealed class PopulationTests : IDisposable
{
    private static readonly Dictionary<string, ParameterRange> s_space = new() { ["rate"] = ParameterRange.Float(1e-4, 10, log: true), ["kind"] = ParameterRange.Choice("plain", "steep") };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Goes down x² by the member's rate; the state is x in a file.</summary>
    private static async Task<double> DescendAsync(PopulationMember member, CancellationToken cancellationToken)
    {
        string file = Path.Combine(member.Folder, "x", "value.txt");
        double x = File.Exists(file) ? double.Parse(await File.ReadAllTextAsync(file, cancellationToken), CultureInfo.InvariantCulture) : 10;
        for (int i = 0; i < 5; i++)
        {
            x -= member.Float("rate") * (member.Choice("kind") == "steep" ? 2 : 1) * x;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, x.ToString("R", CultureInfo.InvariantCulture), cancellationToken);
        return x * x;
    }

    private PopulationTraining Population(string name, int rounds = 6, StudyDirection direction = StudyDirection.Minimize) =>
        new(_folder.File(name), s_space, new PopulationOptions { Members = 6, Rounds = rounds, Seed = 5, Direction = direction, Workers = 2 });

    [Fact]
    public async Task Run_Population_TheWorstGoOnFromTheBest()
    {
        PopulationResult result = await Population("a").RunAsync(DescendAsync);
        Assert.Equal(36, result.Pieces.Count);
        PopulationPiece[] taken = [.. result.Pieces.Where(p => p.Parent != p.Member)];
        Assert.NotEmpty(taken);
        foreach (PopulationPiece piece in taken)
        {
            PopulationPiece[] before = [.. result.Pieces.Where(p => p.Round == piece.Round - 1)];
            Assert.True(before[piece.Parent].Value <= before[piece.Member].Value);
            Assert.NotEqual(before[piece.Member].Parameters, piece.Parameters);
        }

        Assert.Equal(result.Pieces.Where(p => p.Round == 5).Min(p => p.Value), result.Best.Value);
        double x = double.Parse(await File.ReadAllTextAsync(Path.Combine(result.Folder, "x", "value.txt")), CultureInfo.InvariantCulture);
        Assert.Equal(result.Best.Value, x * x);
    }

    [Fact]
    public async Task Run_InterruptedAnywhere_ComesToTheSameEnd()
    {
        PopulationResult whole = await Population("whole").RunAsync(DescendAsync);
        int done = 0;
        for (int until = 4; ; until += 7)
        {
            int most = until;
            try
            {
                PopulationResult parts = await Population("parts").RunAsync(async (m, ct) =>
                {
                    double value = await DescendAsync(m, ct); // the state is written, and then it fails
                    return Interlocked.Increment(ref done) > most ? throw new IOException("the disk is gone") : value;
                });
                Assert.Equal(whole.Pieces.Select(p => p.ToString()), parts.Pieces.Select(p => p.ToString()));
                return;
            }
            catch (IOException)
            {
                await File.AppendAllTextAsync(Path.Combine(_folder.File("parts"), "population.jsonl"), "{\"Round\":3,\"Mem");
                done = 0;
            }
        }
    }

    [Fact]
    public async Task Run_InAnothersFolder_IsRefused()
    {
        await Population("a", rounds: 1).RunAsync(DescendAsync);
        Assert.Contains("another population", (await Assert.ThrowsAsync<StudyException>(() => Population("a", 1, StudyDirection.Maximize).RunAsync(DescendAsync))).Message);
    }

    [Fact]
    public async Task Run_ValueThatIsNaN_IsWorseThanAny()
    {
        PopulationResult result = await Population("a", rounds: 2).RunAsync(async (m, ct) => m is { Number: 3, Round: 0 } ? double.NaN : await DescendAsync(m, ct));
        Assert.NotEqual(3, result.Pieces.Single(p => p is { Round: 1, Member: 3 }).Parent);
    }
}
