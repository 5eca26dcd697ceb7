using System.Globalization;
using AiInfra.Benchmarks;
using AiInfra.Benchmarks.Memory;
using AiInfra.Benchmarks.Micro;
using AiInfra.Benchmarks.Quality;
using AiInfra.Benchmarks.Ratios;
using AiInfra.Benchmarks.Startup;
using AiInfra.Benchmarks.Trees;

// dotnet run -c Release --project benchmarks/AiInfra.Benchmarks -- ratios [NAME…]      our side against the peer's
// dotnet run -c Release --project benchmarks/AiInfra.Benchmarks -- startup [ROUNDS]    from process start to first answer
// dotnet run -c Release --project benchmarks/AiInfra.Benchmarks -- memory [ROWS]       peak memory of training on a table, and of judging the model
// dotnet run -c Release --project benchmarks/AiInfra.Benchmarks -- trees              trees against HistGradientBoosting: losses and seconds
// dotnet run -c Release --project benchmarks/AiInfra.Benchmarks -- quality [NAME…]     what the models come to on real tables
// dotnet run -c Release --project benchmarks/AiInfra.Benchmarks -- micro [FILTER] …    BenchmarkDotNet on the hot paths
switch (args)
{
    case ["ratios", .. string[] names]:
        return await RatioRunner.RunAsync(names);
    case ["startup"]:
        return await StartupRun.RunAsync(15);
    case ["startup", string rounds]:
        return await StartupRun.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture));
    case ["startup-host", string folder]:
        return await StartupHost.RunAsync(folder);
    case ["startup-bare", string model]:
        return await StartupBare.RunAsync(model);
    case ["memory"]:
        return await MemoryRun.RunAsync(1_000_000);
    case ["memory", string rows]:
        return await MemoryRun.RunAsync(int.Parse(rows, CultureInfo.InvariantCulture));
    case ["memory-write", string folder, string rows]:
        return await TrainingMemory.WriteAsync(folder, int.Parse(rows, CultureInfo.InvariantCulture));
    case ["memory-train", string folder]:
        return await TrainingMemory.TrainAsync(folder);
    case ["memory-judge-model", string folder]:
        return await JudgingMemory.TrainAsync(folder);
    case ["memory-judge", string folder]:
        return await JudgingMemory.JudgeAsync(folder);
    case ["overload-client", string server, string path, string body, string connections]:
        return await OverloadClient.RunAsync(server, path, body, int.Parse(connections, CultureInfo.InvariantCulture));
    case ["resume-first-step", string folder]:
        return await ResumeProcess.RunAsync(folder);
    case ["trees"]:
        return await TreesQualityRun.RunAsync();
    case ["quality", .. string[] names]:
        return await QualityRun.RunAsync(names);
    case ["micro", .. string[] arguments]:
        return MicroRun.Run(arguments);
    default:
        Console.Error.WriteLine("Say what to measure: ratios [NAME…], startup [ROUNDS], memory [ROWS], trees, quality [NAME…], or micro [FILTER] [BenchmarkDotNet arguments].");
        return 2;
}
