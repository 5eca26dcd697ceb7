using AiInfra.Core.Rows;
using AiInfra.Metrics.Curves;
using AiInfra.Training.Tabular;

namespace AiInfra.Learning;

/// <summary>How a deployment goes on learning. Numbers of rows that are null follow from the rows of the first training, so that a short stream learns in short steps and a long one in long steps.</summary>
public sealed class LearningOptions : ICheckedOptions
{
    /// <summary>The column to learn.</summary>
    public string Target { get; set; } = "";

    /// <summary>What is learned.</summary>
    /// <value>Null: what the first training's values of the column say, by the rule of <see cref="TaskChoice"/>; the log and <see cref="FirstModel.Task"/> tell which one it was. A later process keeps to it.</value>
    public ModelTask? Task { get; set; }

    /// <summary>The dataset the first model is trained on, where the deployment has no champion when the host starts.</summary>
    public string? Dataset { get; set; }

    /// <summary>The dataset's branch.</summary>
    /// <value>"main".</value>
    public string Branch { get; set; } = "main";

    /// <summary>Columns not to learn from, for example a row's name.</summary>
    public ISet<string> Without { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether the dataset may be one that nobody knows when the host starts, because another process will write it. Otherwise a host with ingestions of its own does not start with a name that none of them writes and the catalog does not have.</summary>
    /// <value>false.</value>
    public bool DatasetComesLater { get; set; }

    /// <summary>Whether a first model is served all the same when the evaluation's gate did not pass it: it failed, or there were too few rows to tell. It is a warning then.</summary>
    /// <value>false: the deployment waits, and says why, until a first model passes.</value>
    public bool ServeFirstModelAnyway { get; set; }

    /// <summary>Whether a new version may take other columns than the champion, for example one that came into the data later, or one that the first rows had not. Callers that do not send it are refused then.</summary>
    /// <value>false: a version takes what the champion takes, and columns beyond that are not learned from; the log names them.</value>
    public bool AllowOtherInputs { get; set; }

    /// <summary>Whether drift of the inputs asks for a retraining.</summary>
    /// <value>true.</value>
    public bool OnDrift { get; set; } = true;

    /// <summary>Whether a drop in quality asks for a retraining.</summary>
    /// <value>true.</value>
    public bool OnQualityDrop { get; set; } = true;

    /// <summary>Labelled rows after which a retraining is tried without an alarm; 0 never.</summary>
    /// <value>null: one and a half cool-downs.</value>
    public int? EveryRows { get; set; }

    /// <summary>Time after which a retraining is tried without an alarm, as soon as the held-out rows are there; beside <see cref="EveryRows"/>.</summary>
    /// <value>null: never by time.</value>
    public TimeSpan? EveryTime { get; set; }

    /// <summary>Least labelled rows between two retrainings. Each refusal without an alarm doubles the wait, up to eight times.</summary>
    /// <value>null: a twelfth of the first training's rows, at least 200.</value>
    public int? CoolDownRows { get; set; }

    /// <summary>Newest labelled rows kept away from both models, on which the gate decides.</summary>
    /// <value>null: a thirtieth of the first training's rows, 100 to 1000; where proof is asked for, a third of the rows that the champion has not seen, if that is more.</value>
    public int? HoldoutRows { get; set; }

    /// <summary>Training windows to choose from; the one whose models did best lately is taken. Empty: the recent rows with fading weights, and all rows.</summary>
    public IList<TrainingWindow> Windows { get; } = [];

    /// <summary>Labelled rows kept in memory: what "all rows" means.</summary>
    /// <value>20,000.</value>
    public int KeepRows { get; set; } = 20_000;

    /// <summary>Labelled rows that a class must have before it is learned, where the first training had none of it. Until then they wait, a warning names the label, and <see cref="LearningStatus.OfUnknownClass"/> counts them: one mistyped label is not a class.</summary>
    /// <value>5; 1 learns every label at once.</value>
    public int RowsOfNewClass { get; set; } = 5;

    /// <summary>Predictions that may wait for their label.</summary>
    /// <value>100,000.</value>
    public int PendingLabels { get; set; } = 100_000;

    /// <summary>One-sided confidence that a challenger trained without an alarm is better than the champion.</summary>
    /// <value>0.975.</value>
    public double Confidence { get; set; } = 0.975;

    /// <summary>One-sided confidence that a challenger trained under an alarm is worse than the champion, at which it is refused: something did change, so the burden of proof turns round. Near 0.5 the challenger must have measured better.</summary>
    /// <value>0.9.</value>
    public double ConfidenceUnderAlarm { get; set; } = 0.9;

    /// <summary>How two classes are decided between. A share of the older rows, the newest, is then kept from the training of candidates to choose the threshold on; neither they nor the threshold know the rows that judge. The threshold is written into the model's file, so that the gate, the watch and whoever serves it see the labels it gives; the version's tag <c>aiinfra.threshold</c> says it. What <see cref="RefitBeforePromotion"/> trains once more keeps the threshold of its candidate.</summary>
    /// <value>null: the most probable class is answered.</value>
    public DecisionRule? Decision { get; set; }

    /// <summary>Whether a challenger that passed is trained once more, in the same way, with the rows that judged it: they are the newest. What is promoted then was not itself judged; the watch after the promotion sees to that.</summary>
    /// <value>true.</value>
    public bool RefitBeforePromotion { get; set; } = true;

    /// <summary>Labelled rows after a promotion during which the new champion is compared with the one before it; 0 does not watch.</summary>
    /// <value>null: one and a half cool-downs.</value>
    public int? WatchRows { get; set; }

    /// <summary>Labelled rows after a retraining for a drop in quality during which further challengers are judged as under an alarm: the first one learned mostly from rows of before, and each that follows knows more of the new world. 0 asks for proof at once.</summary>
    /// <value>null: four cool-downs.</value>
    public int? SettlingRows { get; set; }

    /// <summary>One-sided confidence that the new champion is worse, at which it is rolled back.</summary>
    /// <value>0.995.</value>
    public double RollbackConfidence { get; set; } = 0.995;

    /// <summary>Seed of trainings and tests.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Must(!string.IsNullOrWhiteSpace(Target), $"{nameof(Target)} names no column: say which one to learn.")
        .Must(!Without.Contains(Target), $"{nameof(Without)} leaves out '{Target}', which is to be learned.")
        .AtLeast(CoolDownRows, 1)
        .AtLeast(HoldoutRows, 1)
        .AtLeast(KeepRows, 1)
        .AtLeast(PendingLabels, 1)
        .AtLeast(RowsOfNewClass, 1)
        .Inside(Confidence, 0.5, 1)
        .Inside(ConfidenceUnderAlarm, 0.5, 1)
        .Inside(RollbackConfidence, 0.5, 1)
        .Must(Decision is null || Task is null or ModelTask.Classification, $"{nameof(Decision)} ({Decision}) is for two classes; {nameof(Task)} is {Task}.")
        .Must(KeepRows >= 3L * (HoldoutRows ?? 1), $"{nameof(KeepRows)} is at least three times {nameof(HoldoutRows)}, so that rows are left to train on; they are {KeepRows} and {HoldoutRows}.")
        .All(Windows.Where(w => w.Rows < 1 || !(w.HalfLife is null or > 0)).Select(w => $"{nameof(Windows)}: rows and half-life of a window are above zero; '{w.Name}' has {w.Rows} and {w.HalfLife}."))
        .Above(EveryTime, TimeSpan.Zero)
        .AtLeast(EveryRows, 0)
        .AtLeast(WatchRows, 0)
        .AtLeast(SettlingRows, 0);

    /// <summary>The same with every null filled in from the number of rows of the first training.</summary>
    internal LearningPlan For(int firstRows, ModelTask task = ModelTask.Classification)
    {
        int coolDown = CoolDownRows ?? Math.Max(200, firstRows / 12);
        return new LearningPlan
        {
            Task = task,
            CoolDown = coolDown,
            Every = EveryRows ?? coolDown * 3 / 2,
            Holdout = HoldoutRows ?? Math.Min(Math.Clamp(firstRows / 30, 100, 1000), Math.Max(1, KeepRows / 3)),
            Watch = WatchRows ?? coolDown * 3 / 2,
            Settling = SettlingRows ?? 4 * coolDown,
            Windows = Windows.Count > 0
                ? [.. Windows]
                : [new TrainingWindow("recent", Math.Max(200, (int)(0.4 * firstRows)), Math.Max(100, firstRows / 6.0)), new TrainingWindow("all")],
        };
    }
}
