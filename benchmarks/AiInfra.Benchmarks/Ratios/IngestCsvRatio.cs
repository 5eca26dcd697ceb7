using System.Diagnostics;
using System.Globalization;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Sqlite;
using DuckDB.NET.Data;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>CSV of 20 columns and 2 M rows: to a dataset commit with kinds inferred, four expectations checked, bad rows put aside, statistics kept and digests taken, against DuckDB's read_csv to Parquet. CPU time (user + system) of the process.</summary>
internal sealed class IngestCsvRatio : IRatio
{
    private const int Rows = 2_000_000;
    private static readonly int[] s_categories = [2, 5, 10, 50, 200, 1000, 5000];

    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-ingest-").FullName;

    public string Name => "ingest-csv";

    public double Goal => 0.50;

    public int Rounds => 5;

    private string Csv => Path.Combine(_folder, "rows.csv");

    public async Task<bool> PrepareAsync()
    {
        Write();
        await OursAsync();
        await TheirsAsync();
        return true;
    }

    public async Task<double> OursAsync()
    {
        string root = Path.Combine(_folder, "store");
        TimeSpan before = Cpu();
        using (var catalog = new SqliteCatalog(Path.Combine(root, "catalog.db")))
        using (var artifacts = new FileArtifactStore(Path.Combine(root, "artifacts")))
        {
            IngestionPipeline pipeline = new IngestionBuilder<Row>("rows").Csv(Csv)
                .Expect(e => e.NotNull("n0").InRange("n1", 0, 1000).OneOf("t0", ["t0_0", "t0_1"]).Matches("t7", "^id[0-9]+$"))
                .Build();
            IngestionResult result = await pipeline.RunAsync(new DatasetRepository(catalog, artifacts));
            if (result.Report is not { Reconciles: true, Written: Rows - 200, Quarantined: 200 })
            {
                throw new InvalidOperationException($"The rows do not reconcile: {result.Report}");
            }
        }

        double seconds = (Cpu() - before).TotalSeconds;
        Directory.Delete(root, recursive: true);
        return seconds;
    }

    public Task<double> TheirsAsync()
    {
        string parquet = Path.Combine(_folder, "rows.parquet");
        TimeSpan before = Cpu();
        using (var connection = new DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"COPY (SELECT * FROM read_csv('{Csv}')) TO '{parquet}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }

        double seconds = (Cpu() - before).TotalSeconds;
        File.Delete(parquet);
        return Task.FromResult(seconds);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static TimeSpan Cpu()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    /// <summary>Four columns of integers, four of numbers with three decimals, four of numbers at full precision with two missing in a hundred, seven of categories, one of identifiers. 200 rows break an expectation.</summary>
    private void Write()
    {
        var random = new Random(42);
        using var writer = new StreamWriter(Csv, false, new System.Text.UTF8Encoding(false), 1 << 20);
        writer.WriteLine(string.Join(',', Enumerable.Range(0, 12).Select(c => $"n{c}").Concat(Enumerable.Range(0, 8).Select(c => $"t{c}"))));
        for (int row = 0; row < Rows; row++)
        {
            for (int c = 0; c < 12; c++)
            {
                string cell = c < 4 ? random.Next(0, 1000).ToString(CultureInfo.InvariantCulture)
                    : c < 8 ? Math.Round(random.NextDouble() * 1000, 3).ToString(CultureInfo.InvariantCulture)
                    : random.Next(50) == 0 ? "" : random.NextDouble().ToString("R", CultureInfo.InvariantCulture);
                writer.Write(c == 1 && row % 10_000 == 9_999 ? "5000" : cell);
                writer.Write(',');
            }

            for (int c = 0; c < s_categories.Length; c++)
            {
                writer.Write($"t{c}_{random.Next(s_categories[c])},");
            }

            writer.Write($"id{random.Next()}\n");
        }
    }
}
