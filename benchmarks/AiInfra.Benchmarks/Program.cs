using AiInfra.Benchmarks;
using BenchmarkDotNet.Running;

// dotnet run -c Release --project benchmarks/AiInfra.Benchmarks -- ratios [NAME…]     our side against the peer's
// dotnet run -c Release --project benchmarks/AiInfra.Benchmarks -- [BenchmarkDotNet arguments]
if (args is ["ratios", .. string[] names])
{
    return await RatioRunner.RunAsync(names);
}

BenchmarkSwitcher.FromAssembly(typeof(IRatio).Assembly).Run(args);
return 0;
