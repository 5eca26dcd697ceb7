using System.Diagnostics;
using AiInfra.Faults;

// dotnet run --project tests/AiInfra.Faults -- [--kills N] [--seed S] [--scenario NAME]…
// Kills workers with SIGKILL at random moments, restarts them, and checks. The last line is "N passed, N failed".
var options = FaultOptions.Parse(args);
if (options.Work is { } work)
{
    IFaultScenario worker = FaultScenarios.Create(work);
    worker.Prepare();
    Console.WriteLine("ready");
    await worker.WorkAsync(options.Folder!, options.Seed);
    return 0;
}

string[] names = options.Scenarios.Count > 0 ? [.. options.Scenarios] : [.. FaultScenarios.Names];
var tally = new Tally();
long start = Stopwatch.GetTimestamp();
await Parallel.ForEachAsync(FaultScenarios.Share(names, options.Kills), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (share, _) =>
    await new FaultRun(share.Name, options.Seed, share.Kills, tally).RunAsync());
Console.WriteLine($"{tally.Kills} kills in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s, seed {options.Seed}");
Console.WriteLine($"{tally.Passed} passed, {tally.Failed} failed");
return tally.Failed == 0 ? 0 : 1;
