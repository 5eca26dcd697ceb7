namespace AiInfra.Data.Sources.Folders;

/// <summary>Which files of a folder are rows, and in which order.</summary>
public sealed class FolderOptions
{
    /// <summary>Whether files of folders inside are taken too.</summary>
    /// <value>false.</value>
    public bool Subfolders { get; set; }

    /// <summary>Whether a new file's name always comes after those of the files before it, as with dates in names. A continuing ingestion then keeps the last name instead of all, however many files there are; a file whose name comes before it is not taken, and a note counts such files.</summary>
    /// <value>false: every name that was taken is kept, so that a file that comes late is taken whatever its name.</value>
    public bool InOrder { get; set; }
}
