using System.Text;
using System.Text.Json;

namespace AiInfra.MLflow;

/// <summary>Calls that wait on disk, a line each, in order. The file is this process's alone while it is open: the system lets go of it however the process dies, and has what was written.</summary>
internal sealed class UnsentFile : IDisposable
{
    private const string Ending = ".unsent";
    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly MemoryStream _line = new();
    private int _from;
    private int _to;
    private long _read;

    private UnsentFile(FileStream file, bool isOwn) => (_file, IsOwn) = (file, isOwn);

    /// <summary>Whether this process writes it; another left it otherwise.</summary>
    public bool IsOwn { get; }

    /// <summary>Bytes of it.</summary>
    public long Length { get; private set; }

    /// <summary>Lines that could not be read, as one that a process was killed on.</summary>
    public long Damaged { get; private set; }

    /// <param name="folder">The folder.</param>
    /// <param name="name">Without an ending. Files are read in the order of their names.</param>
    public static UnsentFile Create(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        return new UnsentFile(Open(Path.Combine(folder, name + Ending), FileMode.CreateNew), isOwn: true);
    }

    /// <summary>Files that processes before this one left, the oldest first.</summary>
    public static IEnumerable<UnsentFile> Left(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (FileInfo file in new DirectoryInfo(folder).GetFiles($"*{Ending}").OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            FileStream? opened = null;
            try
            {
                opened = Open(file.FullName, FileMode.Open);
            }
            catch (IOException)
            {
                // Another process's, or gone.
            }

            if (opened is not null)
            {
                yield return new UnsentFile(opened, isOwn: false) { Length = opened.Length };
            }
        }
    }

    /// <returns>Its bytes.</returns>
    public int Append(LogEntry entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, LogJson.Default.LogEntry), (byte)'\n'];
        _file.Seek(Length, SeekOrigin.Begin);
        try
        {
            _file.Write(line);
            Length += line.Length;
            return line.Length;
        }
        catch (IOException)
        {
            // A full disk: no half of a line may stand before the next.
            _file.SetLength(Length);
            throw;
        }
    }

    /// <summary>The next call; null when all were taken.</summary>
    public LogEntry? Next()
    {
        while (true)
        {
            int end = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
            if (end >= 0)
            {
                _line.Write(_buffer, _from, end);
                _from += end + 1;
                string text = Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length);
                _line.SetLength(0);
                try
                {
                    if (JsonSerializer.Deserialize(text, LogJson.Default.LogEntry) is { Run.Length: > 0 } entry)
                    {
                        return entry;
                    }
                }
                catch (JsonException)
                {
                    // Counted below.
                }

                Damaged++;
                continue;
            }

            _line.Write(_buffer, _from, _to - _from);
            _file.Seek(_read, SeekOrigin.Begin);
            (_from, _to) = (0, _file.Read(_buffer));
            _read += _to;
            if (_to == 0)
            {
                if (_line.Length > 0)
                {
                    // A line without an end: its process died on it.
                    Damaged++;
                    _line.SetLength(0);
                }

                return null;
            }
        }
    }

    /// <summary>Forgets what was taken; all of it was.</summary>
    public void Clear()
    {
        if (Length > 0)
        {
            _file.SetLength(0);
        }

        (_from, _to, _read, Length, Damaged) = (0, 0, 0, 0, 0);
        _line.SetLength(0);
    }

    /// <summary>Closes the file; one with nothing in it goes.</summary>
    public void Dispose()
    {
        string path = _file.Name;
        bool empty = Length == 0;
        _file.Dispose();
        if (empty)
        {
            File.Delete(path);
        }
    }

    private static FileStream Open(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
}
