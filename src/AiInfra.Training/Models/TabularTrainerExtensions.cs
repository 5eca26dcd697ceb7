using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Training.Loop;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Models;

/// <summary>Training from records that are in memory.</summary>
public static class TabularTrainerExtensions
{
    /// <summary>Trains on records.</summary>
    /// <param name="trainer">How.</param>
    /// <param name="records">The records, in any order unless <see cref="TabularOptions.Order"/> says that the newest come last.</param>
    /// <param name="label">The property to learn, for example <c>r => r.Price</c>.</param>
    /// <param name="task">What is learned; null lets the values decide (<see cref="TaskChoice"/>), and says how in the log and in <see cref="TabularModel.TaskReason"/>.</param>
    /// <param name="fit">What is special: an encoder, an earlier model, weights.</param>
    /// <param name="progress">Hears where it stands.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">The label is not a property that stands in a column.</exception>
    /// <exception cref="TabularException">The records can't be learned from; the message says why.</exception>
    public static Task<TabularModel> FitAsync<T>(
        this TabularTrainer trainer,
        IReadOnlyList<T> records,
        Expression<Func<T, object?>> label,
        ModelTask? task = null,
        TabularFit? fit = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(records);
        return trainer.FitAsync(records.ToRows(), RecordColumns.Of(label).Name, task, fit, progress, cancellationToken);
    }
}
