using AiInfra.Core.Catalog;

namespace AiInfra.Core.Studies;

/// <summary>What every store of studies asks for, in the same words.</summary>
public static class StudyChecks
{
    private const int MostNames = 10;

    /// <summary>A study has a name and at least one direction.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static void Require(StudyRecord study)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentException.ThrowIfNullOrWhiteSpace(study.Name, nameof(study));
        if (study.Directions.Count == 0)
        {
            throw new ArgumentException($"The study '{study.Name}' has no direction. Say for each objective whether less or more is better.", nameof(study));
        }
    }

    /// <summary>An outcome is an end.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void Require(TrialOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.State is TrialState.Running or TrialState.Waiting)
        {
            throw new ArgumentException($"A trial ends as Complete, Pruned or Failed, not as {outcome.State}.", nameof(outcome));
        }
    }

    /// <summary>The study that is there, where it is the one meant.</summary>
    /// <exception cref="CatalogConflictException">It has other directions.</exception>
    public static StudyRecord RequireSame(StudyRecord there, StudyRecord asked)
    {
        ArgumentNullException.ThrowIfNull(there);
        ArgumentNullException.ThrowIfNull(asked);
        return there.Directions.SequenceEqual(asked.Directions)
            ? there
            : throw new CatalogConflictException($"The study '{there.Name}' is there already with the directions {string.Join(", ", there.Directions)}; {string.Join(", ", asked.Directions)} was asked for. Open it with its own, or choose another name.");
    }

    /// <summary>A parameter has one range in a study.</summary>
    /// <exception cref="CatalogConflictException">It has another one.</exception>
    public static void RequireSame(string study, string parameter, ParameterRange there, ParameterRange asked)
    {
        ArgumentNullException.ThrowIfNull(there);
        if (!there.Equals(asked))
        {
            throw new CatalogConflictException($"The parameter '{parameter}' of the study '{study}' takes {there}, and {asked} was asked for. A study's ranges do not change: choose another name for the parameter or for the study.");
        }
    }

    /// <summary>There is no such study.</summary>
    public static CatalogNotFoundException NoStudy(string study, IEnumerable<string> there)
    {
        string[] names = [.. there.Order(StringComparer.Ordinal).Take(MostNames + 1)];
        return new CatalogNotFoundException($"There is no study '{study}'{(names.Length == 0 ? "" : $"; there are {string.Join(", ", names.Take(MostNames).Select(n => $"'{n}'"))}{(names.Length > MostNames ? " and others" : "")}")}. Open it first.");
    }

    /// <summary>A study is deleted only when nobody works on it.</summary>
    public static CatalogConflictException Runs(string study, int trial) =>
        new($"The study '{study}' can't be deleted: its trial {trial} runs. End the tuning first, or wait until the trial's lease has run out and it was given up.");

    /// <summary>Why a trial failed whose worker is gone.</summary>
    public static string Dead(string? owner) => $"Its worker is gone ({owner}): the lease was not renewed, or the process ended.";
}
