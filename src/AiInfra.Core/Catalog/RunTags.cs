namespace AiInfra.Core.Catalog;

/// <summary>Tags of runs that everybody reads alike; where MLflow has a name for it, that one.</summary>
public static class RunTags
{
    /// <summary>A note for people, Markdown.</summary>
    public const string Note = "mlflow.note.content";

    /// <summary>Who started the run.</summary>
    public const string User = "mlflow.user";

    /// <summary>The program that ran it.</summary>
    public const string Source = "mlflow.source.name";

    /// <summary>The commit that the program was built from, or that its folder stands at.</summary>
    public const string Commit = "mlflow.source.git.commit";

    /// <summary>The program's version.</summary>
    public const string Version = "code.version";

    /// <summary>Where <see cref="Commit"/> is from: "assembly" or "folder"; of a folder it is not known whether files differed from the commit.</summary>
    public const string CommitFrom = "code.commit-from";

    /// <summary>.NET's version.</summary>
    public const string Runtime = "environment.runtime";

    /// <summary>Operating system and processor architecture.</summary>
    public const string System = "environment.system";

    /// <summary>Cores that the process may use.</summary>
    public const string Cores = "environment.cores";

    /// <summary>Memory that the process may use, in MiB.</summary>
    public const string Memory = "environment.memory-mib";

    /// <summary>Graphics processors with their memory, where there are any.</summary>
    public const string Gpus = "environment.gpus";

    /// <summary>Assemblies that were loaded when the run started, a line each: name and version.</summary>
    public const string Packages = "environment.packages";

    /// <summary>The machine's name.</summary>
    public const string Machine = "environment.machine";
}
