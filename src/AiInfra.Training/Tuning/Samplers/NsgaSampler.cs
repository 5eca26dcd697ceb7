using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>
/// Non-dominated sorting genetic algorithm (Deb et al. 2002, NSGA-II): parents are the best trials so far, by front and then by the room around them; a trial takes each parameter from one of two parents, now and then by chance.
/// For several objectives and thousands of quick trials. The population is renewed with every trial that ends, not generation by generation, so that no worker waits.
/// </summary>
/// <param name="options">How it searches; null takes the defaults.</param>
public sealed class NsgaSampler(NsgaOptions? options = null) : ISampler
{
    private readonly NsgaOptions _options = (options ?? new NsgaOptions()).Checked(nameof(options));

    /// <inheritdoc />
    public IReadOnlyDictionary<string, double> Propose(StudyHistory history, int trial)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Finished.Count < _options.Population)
        {
            return NoValues.Instance;
        }

        var random = new TrialRandom(history.Seed, trial);
        List<(HistoryTrial Trial, int Front, double Room)> population = Population(history);
        HistoryTrial first = Parent(population, random), second = random.NextShare() < _options.Crossover ? Parent(population, random) : first;
        double mutation = _options.Mutation ?? 1.0 / Math.Max(1, first.Parameters.Count);
        var child = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, ParameterRange range) in history.Ranges.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            // Drawn for every parameter, so that one parent's conditions do not move the others' chances.
            (double swap, double mutate, double anew) = (random.NextShare(), random.NextShare(), random.NextShare());
            HistoryTrial from = swap < _options.Swapping && second.Parameters.ContainsKey(name) ? second : first;
            if (from.Parameters.TryGetValue(name, out double value))
            {
                child[name] = mutate < mutation ? range.At(anew) : value;
            }
        }

        return child;
    }

    /// <inheritdoc />
    public double Draw(StudyHistory history, HistoryTrial trial, string name, ParameterRange range)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(range);
        return range.At(new TrialRandom(history.Seed, trial.Number, name).NextShare());
    }

    /// <summary>How much room a front's trials have: the sum over the objectives of the gap between the neighbours, as a share of the front's span; the outermost have all.</summary>
    internal static double[] Room(IReadOnlyList<double[]> losses)
    {
        var room = new double[losses.Count];
        int[] order = [.. Enumerable.Range(0, losses.Count)];
        for (int d = 0; losses.Count > 0 && d < losses[0].Length; d++)
        {
            Array.Sort(order, (a, b) => losses[a][d] != losses[b][d] ? losses[a][d].CompareTo(losses[b][d]) : a.CompareTo(b));
            double span = losses[order[^1]][d] - losses[order[0]][d];
            room[order[0]] = room[order[^1]] = double.PositiveInfinity;
            for (int i = 1; span > 0 && i < order.Length - 1; i++)
            {
                room[order[i]] += (losses[order[i + 1]][d] - losses[order[i - 1]][d]) / span;
            }
        }

        return room;
    }

    private List<(HistoryTrial Trial, int Front, double Room)> Population(StudyHistory history)
    {
        var population = new List<(HistoryTrial, int, double)>(_options.Population);
        if (history.Directions.Count == 1)
        {
            population.AddRange(history.Finished.Take(_options.Population).Select((t, i) => (t, i, 0.0)));
            return population;
        }

        for (int f = 0; f < history.Fronts.Count && population.Count < _options.Population; f++)
        {
            List<HistoryTrial> front = history.Fronts[f];
            double[] room = Room([.. front.Select(t => t.Losses)]);
            population.AddRange(front.Select((t, i) => (Trial: t, Front: f, Room: room[i])).OrderByDescending(t => t.Room).ThenBy(t => t.Trial.Number).Take(_options.Population - population.Count));
        }

        return population;
    }

    private static HistoryTrial Parent(List<(HistoryTrial Trial, int Front, double Room)> population, TrialRandom random)
    {
        var (a, b) = (population[random.Next(population.Count)], population[random.Next(population.Count)]);
        return a.Front < b.Front || (a.Front == b.Front && a.Room >= b.Room) ? a.Trial : b.Trial;
    }
}
