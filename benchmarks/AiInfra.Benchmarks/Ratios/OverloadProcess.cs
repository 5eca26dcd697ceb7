using System.Diagnostics;
using System.Globalization;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>An <see cref="OverloadClient"/> in a process of its own, so that it shares neither threads nor memory with the server, only the processors.</summary>
internal sealed class OverloadProcess : IDisposable
{
    private readonly Process _process;

    public OverloadProcess(Uri server, string path, string body, int connections)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            info.ArgumentList.Add(typeof(OverloadProcess).Assembly.Location);
        }

        foreach (string argument in new[] { "overload-client", server.ToString(), path, body, connections.ToString(CultureInfo.InvariantCulture) })
        {
            info.ArgumentList.Add(argument);
        }

        _process = Process.Start(info)!;
    }

    /// <summary>Offers so many requests a second for a time; infinity sends the next as soon as the last is answered. Returns the answers and refusals a second.</summary>
    public async Task<(double Answered, double Refused)> OfferAsync(double rate, TimeSpan time)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rate} {time.TotalSeconds}"));
        await _process.StandardInput.FlushAsync();
        string line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The client ended; its error stream says why.");
        double[] rates = [.. line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        return (rates[0], rates[1]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
