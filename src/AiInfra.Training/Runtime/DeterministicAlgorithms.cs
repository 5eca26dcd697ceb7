namespace AiInfra.Training.Runtime;

/// <summary>libtorch's switch for operations that give the same bits each time, which TorchSharp does not wrap. It belongs to the process.</summary>
internal static unsafe class DeterministicAlgorithms
{
    private static readonly Lock Gate = new();
    private static int users;

    /// <summary>On until the last user disposes it. An operation that has no such algorithm throws while it is on.</summary>
    public static IDisposable Use()
    {
        lock (Gate)
        {
            if (users++ == 0)
            {
                Set(true);
            }
        }

        return new User();
    }

    private static void Set(bool on)
    {
        var context = (delegate* unmanaged<nint>)LibtorchExports.Find("Deterministic", "_ZN2at13globalContextEv", "?globalContext@at@@YAAEAVContext@1@XZ");
        var set = (delegate* unmanaged<nint, byte, byte, void>)LibtorchExports.Find(
            "Deterministic", "_ZN2at7Context26setDeterministicAlgorithmsEbb", "?setDeterministicAlgorithms@Context@at@@QEAAX_N0@Z");
        set(context(), on ? (byte)1 : (byte)0, 0);
    }

    private sealed class User : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                lock (Gate)
                {
                    if (--users == 0)
                    {
                        Set(false);
                    }
                }
            }
        }
    }
}
