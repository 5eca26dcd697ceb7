using System.Runtime.CompilerServices;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>A model that answers what a real one answered once: recorded into a JSON file, replayed from it afterwards, without the real model or its native libraries.</summary>
/// <remarks>Thread-safe. For models of rows (every dimension but the first fixed). Dispose it: a recording is written then, whole or not at all.</remarks>
public sealed class RecordedModel : IModel
{
    private readonly IModel? _real;
    private readonly Recording _recording;

    private RecordedModel(string path, Recording recording, IModel? real)
    {
        Path = path;
        _recording = recording;
        _real = real;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether a real model is asked and its answers kept.</summary>
    public bool IsRecording => _real is not null;

    /// <summary>Rows whose answers are known.</summary>
    public int Count => _recording.Count;

    /// <inheritdoc />
    public ModelSignature Signature => _real?.Signature ?? _recording.Signature;

    /// <summary>Replays the file where it is there; otherwise, or when the environment variable <see cref="TestingSwitches.Record"/> is "1", records the real model into it.</summary>
    /// <param name="path">The file. A relative path starts at the folder of the source file that calls, so that the recording lies beside the test; commit it.</param>
    /// <param name="open">Opens the real model; called only to record. The recorded model owns it.</param>
    /// <param name="callerFile">Filled in by the compiler.</param>
    /// <exception cref="RecordingException">The file is not a recording, or a recording must be made on a build server.</exception>
    public static RecordedModel ReplayOrRecord(string path, Func<IModel> open, [CallerFilePath] string callerFile = "")
    {
        ArgumentNullException.ThrowIfNull(open);
        string file = SourcePath.Resolve(path, callerFile);
        bool exists = File.Exists(file);
        if (exists && !TestingSwitches.IsOn(TestingSwitches.Record))
        {
            return Replay(file);
        }

        return exists || !TestingSwitches.IsBuildServer
            ? Record(file, open())
            : throw new RecordingException($"There is no recording {file}, and a build server does not make one. Run the test on your machine and commit the file.");
    }

    /// <summary>Replays a file.</summary>
    /// <exception cref="RecordingException">The file is not there, or is not a recording.</exception>
    public static RecordedModel Replay(string path, [CallerFilePath] string callerFile = "")
    {
        string file = SourcePath.Resolve(path, callerFile);
        return new RecordedModel(file, RecordingFile.Read(file), null);
    }

    /// <summary>Asks a real model and keeps its answers; they take the place of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="real">The real model; the recorded model owns it.</param>
    /// <param name="callerFile">Filled in by the compiler.</param>
    /// <exception cref="RecordingException">The model is not one of rows.</exception>
    public static RecordedModel Record(string path, IModel real, [CallerFilePath] string callerFile = "")
    {
        ArgumentNullException.ThrowIfNull(real);
        string file = SourcePath.Resolve(path, callerFile);
        if (!real.Signature.HasFixedRows)
        {
            throw new RecordingException($"A recording is of rows: besides the first dimension all must be fixed, but the model's signature is {real.Signature}.");
        }

        // The real model is asked anew for every row, so old answers never survive a new model.
        return new RecordedModel(file, new Recording(real.Signature), real);
    }

    /// <inheritdoc />
    public ModelSlot CreateSlot() => _real is null ? new ReplaySlot(_recording, Path) : new RecordSlot(_real, _recording);

    /// <summary>Writes what was recorded, and disposes the real model. A replayed model does nothing.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Dispose()
    {
        if (_real is not null)
        {
            if (_recording.IsChanged)
            {
                RecordingFile.Write(Path, _recording);
            }

            _real.Dispose();
        }
    }
}
