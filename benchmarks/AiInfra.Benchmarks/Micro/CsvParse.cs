using System.Globalization;
using System.Text;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using BenchmarkDotNet.Attributes;

namespace AiInfra.Benchmarks.Micro;

/// <summary>A CSV file of 20,000 rows: four integers, four numbers, two categories; kinds are found out once.</summary>
[MemoryDiagnoser]
public class CsvParse
{
    private const int Rows = 20_000;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"aiinfra-micro-{Guid.NewGuid():N}.csv");

    /// <summary>Writes the file.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var text = new StringBuilder("i0,i1,i2,i3,n0,n1,n2,n3,t0,t1\n");
        for (int r = 0; r < Rows; r++)
        {
            for (int c = 0; c < 4; c++)
            {
                text.Append(random.Next(1000)).Append(',');
            }

            for (int c = 0; c < 4; c++)
            {
                text.Append(random.NextDouble().ToString("0.####", CultureInfo.InvariantCulture)).Append(',');
            }

            text.Append('t').Append(random.Next(10)).Append(",u").Append(random.Next(300)).Append('\n');
        }

        File.WriteAllText(_path, text.ToString());
    }

    /// <summary>All rows, as values.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public async Task<long> RowAsync()
    {
        long bytes = 0;
        await foreach (SourceBatch batch in new CsvSource(_path).ReadAsync())
        {
            bytes += batch.Rows.Count;
        }

        return bytes;
    }

    /// <summary>Deletes the file.</summary>
    [GlobalCleanup]
    public void Cleanup() => File.Delete(_path);
}
