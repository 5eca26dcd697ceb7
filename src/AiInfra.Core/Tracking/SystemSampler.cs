using System.Globalization;
using AiInfra.Core.Catalog;

namespace AiInfra.Core.Tracking;

/// <summary>Measures the machine while a run lives. Its thread is the timer's; a sample that is late is left out, and one that meets a full queue is dropped: training comes first.</summary>
internal sealed class SystemSampler : IAsyncDisposable
{
    private const double Megabyte = 1e6;
    private readonly MetricWriter _writer;
    private readonly DateTimeOffset _since;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private (TimeSpan Cpu, long At) _process;
    private (double Busy, double All)? _machine;

    /// <param name="writer">Where to.</param>
    /// <param name="since">When the run started: a sample's step is the seconds since, so that a run taken up again goes on.</param>
    /// <param name="interval">How often.</param>
    /// <param name="time">Clock.</param>
    public SystemSampler(MetricWriter writer, DateTimeOffset since, TimeSpan interval, TimeProvider time)
    {
        _writer = writer;
        _since = since;
        _time = time;
        _process = (Cpu(), time.GetTimestamp());
        _machine = Machine();
        _timer = time.CreateTimer(_ => Sample(), null, interval, interval);
    }

    /// <summary>Ends when a sample under way is done.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _turn.WaitAsync().ConfigureAwait(false);
    }

    private void Sample()
    {
        if (!_turn.Wait(0))
        {
            return;
        }

        try
        {
            long step = (long)(_time.GetUtcNow() - _since).TotalSeconds;
            foreach ((string key, double value) in Measure())
            {
                _writer.TryWrite(key, value, step);
            }
        }
        catch (Exception e) when (e is AiInfraException or ObjectDisposedException or IOException or UnauthorizedAccessException or FormatException)
        {
            // A store that refuses is told to whoever logs next; a file of the system that cannot be read is one figure less.
        }
        finally
        {
            _turn.Release();
        }
    }

    private IEnumerable<(string Key, double Value)> Measure()
    {
        (TimeSpan Cpu, long At) now = (Cpu(), _time.GetTimestamp());
        double seconds = _time.GetElapsedTime(_process.At, now.At).TotalSeconds;
        if (seconds > 0)
        {
            yield return ("system/process_cpu_percentage", (now.Cpu - _process.Cpu).TotalSeconds / seconds * 100);
        }

        _process = now;
        yield return ("system/process_memory_megabytes", System.Environment.WorkingSet / Megabyte);
        (double Busy, double All)? machine = Machine();
        if (machine is { } m && _machine is { } before && m.All > before.All)
        {
            yield return ("system/cpu_utilization_percentage", (m.Busy - before.Busy) / (m.All - before.All) * 100);
        }

        _machine = machine;
        if (Memory() is { } memory)
        {
            yield return ("system/system_memory_usage_megabytes", memory.Used / Megabyte);
            yield return ("system/system_memory_usage_percentage", memory.Used / memory.All * 100);
        }

        foreach ((string, double) figure in GraphicsProcessors.Measure())
        {
            yield return figure;
        }
    }

    private static TimeSpan Cpu() => System.Environment.CpuUsage.TotalTime;

    /// <summary>Ticks of all cores since the machine started: at work, and in all. Known on Linux.</summary>
    private static (double Busy, double All)? Machine()
    {
        if (!File.Exists("/proc/stat"))
        {
            return null;
        }

        double[] ticks = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
        double all = ticks.Sum();
        return (all - ticks[3] - ticks[4], all);
    }

    /// <summary>Bytes of the machine in use, and in all. Known on Linux; elsewhere what the runtime knows.</summary>
    private static (double Used, double All)? Memory()
    {
        if (!File.Exists("/proc/meminfo"))
        {
            GCMemoryInfo info = GC.GetGCMemoryInfo();
            return info.TotalAvailableMemoryBytes > 0 ? (info.MemoryLoadBytes, info.TotalAvailableMemoryBytes) : null;
        }

        Dictionary<string, double> kilobytes = File.ReadLines("/proc/meminfo")
            .Select(l => l.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(p => p.Length > 1 && p[0] is "MemTotal" or "MemAvailable")
            .ToDictionary(p => p[0], p => double.Parse(p[1], CultureInfo.InvariantCulture) * 1024);
        return kilobytes.TryGetValue("MemTotal", out double all) && kilobytes.TryGetValue("MemAvailable", out double free) ? (all - free, all) : null;
    }
}
