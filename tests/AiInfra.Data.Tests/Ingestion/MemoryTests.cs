using System.Diagnostics;
using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>Set AIINFRA_SOAK=1 to run: makes a file of 640 MB and reads it under a heap limit of 64 MB.</summary>
public sealed class MemoryTests
{
    private const long Limit = 64 << 20;
    private const string ChildFile = "AIINFRA_MEMORY_TEST_FILE";

    [Fact]
    public async Task Run_FileTenTimesTheHeapLimit_Commits()
    {
        if (Environment.GetEnvironmentVariable("AIINFRA_SOAK") != "1")
        {
            Assert.Skip("A soak test; set AIINFRA_SOAK=1.");
        }

        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "large.csv");
        Write(path, 10 * Limit);
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(MemoryTests).Assembly.Location, "-method", $"*{nameof(Run_UnderAHeapLimit_InTheChild)}"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x" + Limit.ToString("x", CultureInfo.InvariantCulture);
        start.Environment[ChildFile] = path;
        using Process child = Process.Start(start)!;
        string output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, output);
        long peak = long.Parse(await File.ReadAllTextAsync(path + ".peak"), CultureInfo.InvariantCulture);
        TestContext.Current.SendDiagnosticMessage($"peak working set {peak / 1e6:F0} MB for a file of {new FileInfo(path).Length / 1e6:F0} MB under a heap limit of {Limit / 1e6:F0} MB");
        Assert.InRange(peak, 1, 6 * Limit);
    }

    [Fact]
    public async Task Run_UnderAHeapLimit_InTheChild()
    {
        if (Environment.GetEnvironmentVariable(ChildFile) is not { } path)
        {
            Assert.Skip("Started by the soak test above.");
            return;
        }

        await using TestStore store = await TestStore.CreateAsync();
        IngestionPipeline pipeline = new IngestionBuilder<Row>("large").Csv(path).Expect(e => e.NotNull("n0").InRange("n1", 0, 1)).ToDataset().Build();
        IngestionReport report = (await pipeline.RunAsync(store.Datasets)).Report;
        Assert.True(report.Reconciles);
        using Process self = Process.GetCurrentProcess();
        await File.WriteAllTextAsync(path + ".peak", self.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
    }

    private static void Write(string path, long bytes)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(path);
        writer.WriteLine(string.Join(',', Enumerable.Range(0, 10).Select(c => $"n{c}")) + "," + string.Join(',', Enumerable.Range(0, 10).Select(c => $"t{c}")));
        while (writer.BaseStream.Position < bytes)
        {
            for (int c = 0; c < 10; c++)
            {
                writer.Write(random.NextDouble().ToString("0.######", CultureInfo.InvariantCulture));
                writer.Write(',');
            }

            writer.WriteLine(string.Join(',', Enumerable.Range(0, 10).Select(c => $"t{random.Next(1 << (2 * c))}")));
        }
    }
}
