using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Populations;

/// <summary>
/// Population-based training (Jaderberg et al. 2017): members train piece by piece beside each other; after every round the worst take state and parameters over from the best, and change the parameters a little. So a schedule of parameters is found in one training.
/// Everything is kept in a folder: interrupted at any moment and run again, it goes on from the last piece that was finished, and comes to the same end where the pieces do.
/// </summary>
public sealed class PopulationTraining
{
    private readonly IReadOnlyDictionary<string, ParameterRange> _space;
    private readonly PopulationOptions _options;
    private readonly PopulationJournal _journal;

    /// <summary>A population.</summary>
    /// <param name="folder">Where states and the journal are kept. It belongs to one population.</param>
    /// <param name="space">Parameters and their ranges.</param>
    /// <param name="options">How it goes on; null takes the defaults.</param>
    /// <exception cref="ArgumentException">There is no parameter, or the options are wrong.</exception>
    public PopulationTraining(string folder, IReadOnlyDictionary<string, ParameterRange> space, PopulationOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(space);
        if (space.Count == 0)
        {
            throw new ArgumentException("A population has at least one parameter.", nameof(space));
        }

        _space = space.OrderBy(p => p.Key, StringComparer.Ordinal).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        _options = (options ?? new PopulationOptions()).Checked(nameof(options));
        _journal = new PopulationJournal(folder);
    }

    /// <summary>Trains to the last round, from wherever it stands.</summary>
    /// <param name="train">Trains a member for a piece: from the state in its folder, which it replaces by the new one, to a value.</param>
    /// <param name="cancellationToken">Ends it; pieces under way are trained again next time.</param>
    /// <exception cref="StudyException">The folder is another population's, or a file of it is damaged.</exception>
    public async Task<PopulationResult> RunAsync(Func<PopulationMember, CancellationToken, Task<double>> train, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        List<PopulationPiece> pieces = _journal.Open(Signature());
        var last = new List<(int Parent, Dictionary<string, double> Values)>();
        for (int member = 0; member < _options.Members; member++)
        {
            var random = new TrialRandom(_options.Seed, member, "first");
            last.Add((member, _space.ToDictionary(p => p.Key, p => p.Value.At(random.NextShare()), StringComparer.Ordinal)));
        }

        for (int round = 0; round < _options.Rounds; round++)
        {
            if (round > 0)
            {
                last = Next([.. pieces.Where(p => p.Round == round - 1).OrderBy(p => p.Member)], last, round);
            }

            int now = round;
            List<(int Parent, Dictionary<string, double> Values)> plan = last;
            int[] open = [.. Enumerable.Range(0, _options.Members).Where(m => !pieces.Exists(p => p.Round == now && p.Member == m))];
            await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = _options.Workers, CancellationToken = cancellationToken }, async (member, ct) =>
            {
                PopulationMember work = _journal.Begin(member, now, plan[member].Parent, _space, plan[member].Values);
                double value = await train(work, ct).ConfigureAwait(false);
                var piece = new PopulationPiece(now, member, plan[member].Parent, value, work.Parameters);
                lock (pieces)
                {
                    _journal.Finish(work, piece);
                    pieces.Add(piece);
                }
            }).ConfigureAwait(false);
            _journal.Forget(round - 1, _options.Members);
        }

        PopulationPiece best = pieces.Where(p => p.Round == _options.Rounds - 1).OrderBy(Loss).ThenBy(p => p.Member).First();
        return new PopulationResult(best, _journal.StateOf(best.Member, best.Round), [.. pieces.OrderBy(p => p.Round).ThenBy(p => p.Member)]);
    }

    /// <summary>Who goes on from whom, and with what: from the values alone, so that it is the same when it is asked again.</summary>
    private List<(int Parent, Dictionary<string, double> Values)> Next(PopulationPiece[] round, List<(int Parent, Dictionary<string, double> Values)> before, int number)
    {
        int[] order = [.. round.OrderBy(Loss).ThenBy(p => p.Member).Select(p => p.Member)];
        int count = (int)Math.Floor(_options.Quantile * order.Length);
        var next = before.Select((b, member) => (Parent: member, b.Values)).ToList();
        foreach (int member in order[(order.Length - count)..])
        {
            var random = new TrialRandom(_options.Seed, ((long)number * _options.Members) + member, "next");
            int parent = order[random.Next(count)];
            next[member] = (parent, _space.ToDictionary(p => p.Key, p => Explored(p.Value, before[parent].Values[p.Key], random), StringComparer.Ordinal));
        }

        return next;
    }

    private double Explored(ParameterRange range, double value, TrialRandom random)
    {
        (double resample, double anew, bool up) = (random.NextShare(), random.NextShare(), random.NextShare() < 0.5);
        if (resample < _options.Resample)
        {
            return range.At(anew);
        }

        if (range.Kind == ParameterKind.Choice)
        {
            return Math.Clamp(value + (up ? 1 : -1), range.Low, range.High);
        }

        double changed = Math.Clamp(value * (up ? 1.2 : 0.8), range.Low, range.High);
        return range.Step == 0 ? changed : Math.Min(range.High, range.Low + (range.Step * Math.Round((changed - range.Low) / range.Step)));
    }

    private double Loss(PopulationPiece piece) => double.IsNaN(piece.Value) ? double.PositiveInfinity : _options.Direction == StudyDirection.Maximize ? -piece.Value : piece.Value;

    private string Signature() => $"{_options.Members} members, seed {_options.Seed}, {_options.Direction}, quantile {_options.Quantile}, resample {_options.Resample}; {string.Join("; ", _space.Select(p => $"{p.Key}: {p.Value}"))}";
}
