namespace AiInfra.Support;

/// <summary>A folder of one test; gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("aiinfra-test-").FullName;

    public static implicit operator string(TemporaryFolder folder) => folder.Path;

    /// <summary>The path of a file in it, which need not be there.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, and says where.</summary>
    public string File(string name, string content) => File(name, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a file, and says where.</summary>
    public string File(string name, byte[] content)
    {
        string path = File(name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public override string ToString() => Path;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
