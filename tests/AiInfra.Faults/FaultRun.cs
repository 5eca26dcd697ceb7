using System.Diagnostics;

namespace AiInfra.Faults;

/// <summary>Rounds of one scenario: work that is killed and restarted until it is done, then compared with work that was not.</summary>
internal sealed class FaultRun(string name, int seed, int kills, Tally tally)
{
    // What a worker does takes about half a second; others may use the machine meanwhile.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);
    private readonly Random _random = new(unchecked((((seed * 31) + name.Length) * 31) + name[0]));
    private int _left = kills;
    private int _killsInRound;
    private int _failures;

    public async Task RunAsync()
    {
        long start = Stopwatch.GetTimestamp();
        int all = _left, round = 0;
        for (; _left > 0; round++)
        {
            await RoundAsync((seed * 1000) + round);
        }

        Console.WriteLine($"{name}: {all} kills in {round} rounds, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
    }

    private async Task RoundAsync(int roundSeed)
    {
        string what = $"{name}, seed {roundSeed}";
        string whole = Directory.CreateTempSubdirectory("aiinfra-whole-").FullName;
        string folder = Directory.CreateTempSubdirectory("aiinfra-killed-").FullName;
        IFaultScenario scenario = FaultScenarios.Create(name);
        int failures = _failures;
        _killsInRound = 0;
        try
        {
            scenario.Prepare();

            // What an uninterrupted run ends with, and how long it takes.
            long start = Stopwatch.GetTimestamp();
            await scenario.WorkAsync(whole, roundSeed);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            string expected = await scenario.DescribeAsync(whole, roundSeed);

            while (await KillAsync(scenario, folder, roundSeed, took, what))
            {
                IReadOnlyList<string> problems = await scenario.CheckAsync(folder, roundSeed);
                Judge(problems.Count == 0, $"{what}, after kill {tally.Kills}: {string.Join(" ", problems)}");
            }

            string found = await scenario.DescribeAsync(folder, roundSeed);
            Judge(found == expected, $"{what}: it ended differently: {Difference(expected, found)}");
        }
        catch (Exception e) // any error of a check is a finding, and the next round still runs
        {
            _left -= Math.Min(_left, 1);
            Judge(false, $"{what}: {e}");
        }

        Directory.Delete(whole, recursive: true);
        if (_failures == failures)
        {
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            Console.WriteLine($"The folder is kept: {folder}");
        }
    }

    /// <summary>Starts workers and kills them; false when they came to their end.</summary>
    private async Task<bool> KillAsync(IFaultScenario scenario, string folder, int roundSeed, TimeSpan took, string what)
    {
        Process[] workers = [.. Enumerable.Range(0, scenario.Workers).Select(_ => Start(folder, roundSeed))];
        Task<string>[] errors = [.. workers.Select(w => w.StandardError.ReadToEndAsync())];
        await Task.WhenAll(workers.Select(w => w.StandardOutput.ReadLineAsync()));
        if (_left == 0)
        {
            await Task.WhenAll(workers.Select(w => w.WaitForExitAsync())).WaitAsync(s_patience);
        }
        else
        {
            // A fresh process needs a moment to warm up. The span widens as kills go by, so that every round comes to its end.
            TimeSpan span = (took / 3) + TimeSpan.FromMilliseconds(120);
            await Task.Delay(_random.NextDouble() * span * (1 + (_killsInRound / 8.0)));
        }

        bool killed = false;
        foreach (Process worker in workers)
        {
            worker.Kill();
            await worker.WaitForExitAsync();
            killed |= worker.ExitCode != 0;
        }

        string error = string.Concat(await Task.WhenAll(errors));
        Array.ForEach(workers, w => w.Dispose());
        if (error.Length > 0)
        {
            Judge(false, $"{what}: the worker failed: {error}");
        }

        if (killed)
        {
            _left--;
            _killsInRound++;
            tally.Kill();
        }

        return killed;
    }

    private static string Difference(string expected, string found)
    {
        string[] wanted = expected.Split('\n'), there = found.Split('\n');
        IEnumerable<string> lines = wanted.Except(there).Select(l => $"  missing: {l}").Concat(there.Except(wanted).Select(l => $"  too much: {l}")).Take(20);
        IEnumerable<string> number = there.GroupBy(l => l).Where(g => g.Count() != wanted.Count(w => w == g.Key)).Select(g => $"  {g.Count()} times: {g.Key}").Take(20);
        return Environment.NewLine + string.Join(Environment.NewLine, lines.Concat(number).DefaultIfEmpty("  the same lines in another order"));
    }

    private Process Start(string folder, int roundSeed)
    {
        string self = Environment.ProcessPath!;
        bool host = Path.GetFileNameWithoutExtension(self) == "dotnet";
        var start = new ProcessStartInfo(self) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (host)
        {
            start.ArgumentList.Add(typeof(FaultRun).Assembly.Location);
        }

        foreach (string argument in (string[])["--work", name, "--folder", folder, "--seed", $"{roundSeed}"])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private void Judge(bool good, string what)
    {
        if (good)
        {
            tally.Pass();
        }
        else
        {
            _failures++;
            tally.Fail(what);
        }
    }
}
