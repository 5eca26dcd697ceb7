using AiInfra.Conformance;

// dotnet run -c Release --project tests/AiInfra.Conformance -- [FOLDER|FILE...]; without any, the facts beside the program.
if (args.Any(a => a.StartsWith('-')))
{
    Console.Error.WriteLine("usage: AiInfra.Conformance [FOLDER|FILE...]");
    return 2;
}

return new Replay(Console.Out).Run(args.Length > 0 ? args : [Path.Combine(AppContext.BaseDirectory, "facts")]);
