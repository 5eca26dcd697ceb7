using AiInfra.Conformance;

// dotnet run -c Release --project tests/AiInfra.Conformance -- FOLDER… [--strict]
bool strict = args.Contains("--strict");
string[] places = [.. args.Where(a => a != "--strict")];
if (places.Length == 0 || places.Any(p => p.StartsWith('-')))
{
    Console.Error.WriteLine("usage: AiInfra.Conformance FOLDER|FILE... [--strict]   (--strict: a metric that is not known fails)");
    return 2;
}

return new Replay(Console.Out, strict).Run(places);
