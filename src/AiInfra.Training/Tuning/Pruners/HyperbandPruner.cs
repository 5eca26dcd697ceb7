using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace AiInfra.Training.Tuning.Pruners;

/// <summary>
/// Hyperband (Li et al. 2018): several brackets of successive halving, of which the first prunes early and the last never, so that trials which begin slowly have their chance too. Which bracket a trial belongs to follows from the study's name and its number.
/// </summary>
/// <param name="options">The brackets; null takes the defaults.</param>
public sealed class HyperbandPruner(HyperbandOptions? options = null) : IPruner
{
    private readonly HyperbandOptions _options = (options ?? new HyperbandOptions()).Checked(nameof(options));
    private StudyHistory? _history;
    private HalvingRungs[] _brackets = [];
    private int[] _budgets = [];

    /// <inheritdoc />
    public bool ShouldPrune(StudyHistory history, HistoryTrial trial)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        double sign = ReportSign.Of(history, nameof(HyperbandPruner));
        if (_history != history || _brackets.Length == 0)
        {
            HistoryTrial? first = _options.MaxResource is null ? AshaPruner.First(history) : null;
            if ((_options.MaxResource ?? first?.LastStep + 1) is not { } most)
            {
                return false;
            }

            _history = history;
            _budgets = Budgets(_options.MinResource, most, _options.ReductionFactor);
            _brackets = [.. _budgets.Select((_, b) => new HalvingRungs(_options.MinResource, _options.ReductionFactor, b, 0, n => n != first?.Number && Bracket(history.Name, n, _budgets) == b))];
        }

        return _brackets[Bracket(history.Name, trial.Number, _budgets)].ShouldPrune(history, trial, sign);
    }

    /// <summary>How many parts of all trials each bracket gets.</summary>
    internal static int[] Budgets(long least, long most, int factor)
    {
        int brackets = (int)Math.Floor(Math.Log((double)most / least, factor) + 1e-12) + 1;
        return [.. Enumerable.Range(0, Math.Max(brackets, 1)).Select(b => (int)Math.Ceiling(brackets * Math.Pow(factor, brackets - 1 - b) / (brackets - b)))];
    }

    internal static int Bracket(string study, int trial, int[] budgets)
    {
        long part = Crc32.HashToUInt32(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{study}_{trial}"))) % (uint)budgets.Sum();
        int bracket = 0;
        while ((part -= budgets[bracket]) >= 0)
        {
            bracket++;
        }

        return bracket;
    }
}
