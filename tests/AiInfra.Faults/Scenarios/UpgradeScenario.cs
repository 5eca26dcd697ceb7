using System.Text;
using AiInfra.Core.Catalog;
using AiInfra.Core.Pipelines;
using AiInfra.Sqlite;

namespace AiInfra.Faults.Scenarios;

/// <summary>Old stores are opened, one after the other, by two processes at once. A kill within an upgrade leaves a store that opens with all its rows.</summary>
internal sealed class UpgradeScenario : IFaultScenario
{
    private const int Stores = 40;
    private string? _expected;

    public string Name => "upgrade";

    public int Workers => 2;

    public Task WorkAsync(string folder, int seed)
    {
        for (int i = 0; i < Stores; i++)
        {
            OldStore.Write(Place(folder, i));
            new SqliteCatalog(Place(folder, i)).Dispose();
        }

        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<string>> CheckAsync(string folder, int seed)
    {
        var problems = new List<string>();
        for (int i = 0; i < Stores && File.Exists(Place(folder, i)); i++)
        {
            string found = await RowsAsync(Place(folder, i));
            _expected ??= found;
            if (found != _expected || found.Length < 100)
            {
                problems.Add($"Store {i} has other rows:\n{found}\nexpected were\n{_expected}");
            }
        }

        return problems;
    }

    public async Task<string> DescribeAsync(string folder, int seed)
    {
        await WorkAsync(folder, seed); // what one worker left to the other, which was killed
        var text = new StringBuilder();
        for (int i = 0; i < Stores; i++)
        {
            text.AppendLine(await RowsAsync(Place(folder, i)));
        }

        return text.ToString();
    }

    private static string Place(string folder, int store) => Path.Combine(folder, $"{store}", "catalog.db");

    private static async Task<string> RowsAsync(string path)
    {
        using var catalog = new SqliteCatalog(path);
        IPipelineLedger ledger = catalog.GetRequiredStore<IPipelineLedger>();
        var lines = new List<string>();
        lines.AddRange((await catalog.Runs.ListAsync(new RunQuery())).Select(r => r with { EndedAt = null }).Select(r => r.ToString()));
        lines.AddRange((await catalog.Models.VersionsAsync("price-up")).Select(v => v.ToString()));
        lines.AddRange((await catalog.Events.ListAsync(new EventQuery())).Select(e => e.ToString()));
        lines.AddRange((await ledger.ListAsync("nightly")).Select(s => s.ToString()));
        lines.AddRange((await catalog.Predictions.ReadAsync(new PredictionQuery()).ToListAsync()).Select(p => p.ToString()));
        return string.Join('\n', lines);
    }
}
