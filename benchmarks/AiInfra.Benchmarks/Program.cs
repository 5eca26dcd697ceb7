using System.Globalization;
using AiInfra.Benchmarks;
using AiInfra.Benchmarks.Micro;
using AiInfra.Benchmarks.Ratios;
using AiInfra.Benchmarks.Startup;

// dotnet run -c Release --project benchmarks/AiInfra.Benchmarks -- ratios [NAME…]      our side against the peer's
// dotnet run -c Release --project benchmarks/AiInfra.Benchmarks -- startup [ROUNDS]    from process start to first answer
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
    case ["overload-client", string server, string path, string body, string connections]:
        return await OverloadClient.RunAsync(server, path, body, int.Parse(connections, CultureInfo.InvariantCulture));
    case ["micro", .. string[] arguments]:
        return MicroRun.Run(arguments);
    default:
        Console.Error.WriteLine("Say what to measure: ratios [NAME…], startup [ROUNDS], or micro [FILTER] [BenchmarkDotNet arguments].");
        return 2;
}
