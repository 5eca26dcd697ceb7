using System.Globalization;

namespace AiInfra.Benchmarks;

/// <summary>Runs ratios and prints one line each: name, ratio, goal, ok or short (absent where the peer is not installed).</summary>
internal static class RatioRunner
{
    public static async Task<int> RunAsync(string[] names)
    {
        IRatio[] all = [.. typeof(IRatio).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IRatio)))
            .Select(t => (IRatio)Activator.CreateInstance(t)!)
            .OrderBy(r => r.Name, StringComparer.Ordinal)];
        string[] unknown = [.. names.Where(n => all.All(r => r.Name != n))];
        if (unknown.Length > 0)
        {
            Console.Error.WriteLine($"No such ratio: {string.Join(", ", unknown)}. There are: {string.Join(", ", all.Select(r => r.Name))}.");
            return 2;
        }

        foreach (IRatio ratio in all.Where(r => names.Length == 0 || names.Contains(r.Name)))
        {
            await using (ratio)
            {
                Console.WriteLine(await LineAsync(ratio));
            }
        }

        return 0;
    }

    private static async Task<string> LineAsync(IRatio ratio)
    {
        string goal = ratio.Goal.ToString("0.00", CultureInfo.InvariantCulture);
        if (!await ratio.PrepareAsync())
        {
            return $"{ratio.Name}\t-\t{goal}\tabsent";
        }

        var rounds = new double[ratio.Rounds];
        for (int i = 0; i < rounds.Length; i++)
        {
            // Whoever goes first changes from round to round, so that neither profits from the machine's drift.
            double ours, theirs;
            if (i % 2 == 0)
            {
                ours = await ratio.OursAsync();
                theirs = await ratio.TheirsAsync();
            }
            else
            {
                theirs = await ratio.TheirsAsync();
                ours = await ratio.OursAsync();
            }

            rounds[i] = theirs / ours;
            Console.Error.WriteLine($"  {ratio.Name} round {i + 1}: ours {ours:G4} s, theirs {theirs:G4} s, ratio {rounds[i]:0.000}");
        }

        Array.Sort(rounds);
        double median = rounds.Length % 2 == 1 ? rounds[rounds.Length / 2] : (rounds[(rounds.Length / 2) - 1] + rounds[rounds.Length / 2]) / 2;
        return $"{ratio.Name}\t{median.ToString("0.000", CultureInfo.InvariantCulture)}\t{goal}\t{(median >= ratio.Goal ? "ok" : "short")}";
    }
}
