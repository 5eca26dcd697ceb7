namespace AiInfra.Benchmarks.Ratios;

/// <summary>Seconds from process start to the first step, 784-512-512-10: taken up from a checkpoint amid an epoch, against a fresh start.</summary>
internal sealed class ResumeRatio : IRatio
{
    private const long Done = 150;
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-ratio-").FullName;

    public string Name => "resume";

    public double Goal => 0.8;

    public async Task<bool> PrepareAsync()
    {
        await ResumeProcess.TrainAsync(Resumed, Done);
        await OursAsync();
        await TheirsAsync();
        return true;
    }

    public async Task<double> OursAsync() => await ResumeProcess.StartAsync(Resumed) is (double seconds, Done + 1) ? seconds : throw new InvalidOperationException("It did not resume.");

    public async Task<double> TheirsAsync() => await ResumeProcess.StartAsync(Path.Combine(_folder, "fresh")) is (double seconds, 1) ? seconds : throw new InvalidOperationException("It did not start fresh.");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Resumed => Path.Combine(_folder, "resumed");
}
