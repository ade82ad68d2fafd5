"""Combinations of try, except, else and finally; written by tests/python/make_exception_cases.py."""

import sys


def seen():
    kind = sys.exc_info()[0]
    return kind and kind.__name__


def deep(text):
    try:
        raise KeyError(text)
    finally:
        seen()


def handler_none_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_none_finally_raises(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        finally:
            raise OSError('in finally')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_none_finally_returns(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        finally:
            return ['finally', value, log]
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_none_finally_breaks(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        finally:
            log.append('finally')
            break
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_none_finally_continues(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        finally:
            log.append('finally')
            continue
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_none_finally_branches(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        finally:
            if turn == 1:
                return log
            log.append(value)
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_none_finally_tries(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        finally:
            try:
                log.append(value)
                raise TypeError('inner')
            except TypeError as inner:
                log.append(type(inner.__context__).__name__)
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_passes_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            log.append('handled')
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_passes_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            log.append('handled')
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_named_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            log.append(str(error))
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_named_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            log.append(str(error))
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_named_finally_raises(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            log.append(str(error))
        finally:
            raise OSError('in finally')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_named_finally_returns(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            log.append(str(error))
        finally:
            return ['finally', value, log]
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_named_finally_breaks(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            log.append(str(error))
        finally:
            log.append('finally')
            break
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_named_finally_continues(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            log.append(str(error))
        finally:
            log.append('finally')
            continue
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_named_finally_branches(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            log.append(str(error))
        finally:
            if turn == 1:
                return log
            log.append(value)
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_named_finally_tries(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            log.append(str(error))
        finally:
            try:
                log.append(value)
                raise TypeError('inner')
            except TypeError as inner:
                log.append(type(inner.__context__).__name__)
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_again_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            log.append(seen())
            raise
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_again_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            log.append(seen())
            raise
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_named_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            raise error
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_named_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            raise error
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_other_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            raise IndexError('other')
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_other_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            raise IndexError('other')
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_other_finally_raises(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            raise IndexError('other')
        finally:
            raise OSError('in finally')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_other_finally_returns(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            raise IndexError('other')
        finally:
            return ['finally', value, log]
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_other_finally_breaks(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            raise IndexError('other')
        finally:
            log.append('finally')
            break
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_other_finally_continues(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            raise IndexError('other')
        finally:
            log.append('finally')
            continue
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_other_finally_branches(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            raise IndexError('other')
        finally:
            if turn == 1:
                return log
            log.append(value)
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_other_finally_tries(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            raise IndexError('other')
        finally:
            try:
                log.append(value)
                raise TypeError('inner')
            except TypeError as inner:
                log.append(type(inner.__context__).__name__)
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_from_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            raise IndexError('other') from error
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_from_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            raise IndexError('other') from error
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_from_none_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            raise IndexError('other') from None
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_raises_from_none_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            raise IndexError('other') from None
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_fails_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            log.append([][1])
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_fails_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            log.append([][1])
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_returns_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            return ['handler', log]
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_returns_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            return ['handler', log]
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_breaks_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            break
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_breaks_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError:
            break
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_continues_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            continue
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_continues_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except KeyError as error:
            continue
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_two_finally_none(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_two_finally_passes(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        else:
            log.append('else')
            if action == 'else raises': raise ValueError('in else')
        finally:
            log.append(('finally', value, seen()))
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_two_finally_raises(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            raise OSError('in finally')
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_two_finally_returns(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            return ['finally', value, log]
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_two_finally_breaks(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            log.append('finally')
            break
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_two_finally_continues(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            log.append('finally')
            continue
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_two_finally_branches(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            if turn == 1:
                return log
            log.append(value)
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def handler_two_finally_tries(action):
    log = []
    value = None
    for turn in range(3):
        log.append(turn)
        try:
            log.append('body')
            value = turn
            if action == 'key': raise KeyError('k')
            elif action == 'value': raise ValueError('v')
            elif action == 'deep': deep('d')
            elif action == 'base': raise SystemExit(3)
            elif action == 'returns': return ['body', log]
            elif action == 'breaks': break
            elif action == 'continues': continue
            elif action == 'unbound': del value
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            try:
                log.append(value)
                raise TypeError('inner')
            except TypeError as inner:
                log.append(type(inner.__context__).__name__)
        log.append(('after', seen()))
        log.append(value)
    return log + [value, seen()]


def nested_raises_other_passes(action):
    log = []
    value = None
    for turn in range(2):
        try:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError:
                raise IndexError('other')
            finally:
                log.append(('finally', value, seen()))
            log.append('between')
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            log.append(('finally', value, seen()))
    return log


def nested_raises_other_returns(action):
    log = []
    value = None
    for turn in range(2):
        try:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError:
                raise IndexError('other')
            finally:
                log.append(('finally', value, seen()))
            log.append('between')
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            return ['finally', value, log]
    return log


def nested_raises_again_passes(action):
    log = []
    value = None
    for turn in range(2):
        try:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError:
                log.append(seen())
                raise
            finally:
                log.append(('finally', value, seen()))
            log.append('between')
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            log.append(('finally', value, seen()))
    return log


def nested_raises_again_returns(action):
    log = []
    value = None
    for turn in range(2):
        try:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError:
                log.append(seen())
                raise
            finally:
                log.append(('finally', value, seen()))
            log.append('between')
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            return ['finally', value, log]
    return log


def nested_two_passes(action):
    log = []
    value = None
    for turn in range(2):
        try:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except (IndexError, KeyError) as error:
                log.append(repr(error))
            except ValueError:
                log.append('value')
                value = 'from handler'
            except:
                log.append('any')
                raise
            finally:
                log.append(('finally', value, seen()))
            log.append('between')
        except KeyError as error:
            raise IndexError('other') from error
        finally:
            log.append(('finally', value, seen()))
    return log


def nested_two_returns(action):
    log = []
    value = None
    for turn in range(2):
        try:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except (IndexError, KeyError) as error:
                log.append(repr(error))
            except ValueError:
                log.append('value')
                value = 'from handler'
            except:
                log.append('any')
                raise
            finally:
                log.append(('finally', value, seen()))
            log.append('between')
        except KeyError as error:
            raise IndexError('other') from error
        finally:
            return ['finally', value, log]
    return log


def nested_continues_passes(action):
    log = []
    value = None
    for turn in range(2):
        try:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError as error:
                continue
            finally:
                log.append(('finally', value, seen()))
            log.append('between')
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            log.append(('finally', value, seen()))
    return log


def nested_continues_returns(action):
    log = []
    value = None
    for turn in range(2):
        try:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError as error:
                continue
            finally:
                log.append(('finally', value, seen()))
            log.append('between')
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            return ['finally', value, log]
    return log


def nested_fails_passes(action):
    log = []
    value = None
    for turn in range(2):
        try:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError as error:
                log.append([][1])
            finally:
                log.append(('finally', value, seen()))
            log.append('between')
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            log.append(('finally', value, seen()))
    return log


def nested_fails_returns(action):
    log = []
    value = None
    for turn in range(2):
        try:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError as error:
                log.append([][1])
            finally:
                log.append(('finally', value, seen()))
            log.append('between')
        except (IndexError, KeyError) as error:
            log.append(repr(error))
        except ValueError:
            log.append('value')
            value = 'from handler'
        except:
            log.append('any')
            raise
        finally:
            return ['finally', value, log]
    return log


def in_handler_none_none(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            finally:
                log.append(seen())
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_none_tries(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            finally:
                try:
                    log.append(value)
                    raise TypeError('inner')
                except TypeError as inner:
                    log.append(type(inner.__context__).__name__)
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_named_none(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError as error:
                log.append(str(error))
            finally:
                log.append(seen())
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_named_tries(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError as error:
                log.append(str(error))
            finally:
                try:
                    log.append(value)
                    raise TypeError('inner')
                except TypeError as inner:
                    log.append(type(inner.__context__).__name__)
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_raises_other_none(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError:
                raise IndexError('other')
            finally:
                log.append(seen())
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_raises_other_tries(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError:
                raise IndexError('other')
            finally:
                try:
                    log.append(value)
                    raise TypeError('inner')
                except TypeError as inner:
                    log.append(type(inner.__context__).__name__)
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_raises_again_none(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError:
                log.append(seen())
                raise
            finally:
                log.append(seen())
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_raises_again_tries(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError:
                log.append(seen())
                raise
            finally:
                try:
                    log.append(value)
                    raise TypeError('inner')
                except TypeError as inner:
                    log.append(type(inner.__context__).__name__)
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_returns_none(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError:
                return ['handler', log]
            finally:
                log.append(seen())
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_returns_tries(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError:
                return ['handler', log]
            finally:
                try:
                    log.append(value)
                    raise TypeError('inner')
                except TypeError as inner:
                    log.append(type(inner.__context__).__name__)
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_fails_none(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError as error:
                log.append([][1])
            finally:
                log.append(seen())
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


def in_handler_fails_tries(action):
    log = []
    value = None
    for turn in range(2):
        try:
            raise ValueError('outer')
        except ValueError as outer:
            try:
                log.append('body')
                value = turn
                if action == 'key': raise KeyError('k')
                elif action == 'value': raise ValueError('v')
                elif action == 'deep': deep('d')
                elif action == 'base': raise SystemExit(3)
                elif action == 'returns': return ['body', log]
                elif action == 'breaks': break
                elif action == 'continues': continue
                elif action == 'unbound': del value
            except KeyError as error:
                log.append([][1])
            finally:
                try:
                    log.append(value)
                    raise TypeError('inner')
                except TypeError as inner:
                    log.append(type(inner.__context__).__name__)
            log.append((seen(), str(outer)))
        log.append(seen())
    return log


CALLS = [
    "handler_none_finally_passes('falls through')",
    "handler_none_finally_passes('key')",
    "handler_none_finally_passes('value')",
    "handler_none_finally_passes('deep')",
    "handler_none_finally_passes('base')",
    "handler_none_finally_passes('returns')",
    "handler_none_finally_passes('breaks')",
    "handler_none_finally_passes('continues')",
    "handler_none_finally_passes('else raises')",
    "handler_none_finally_passes('unbound')",
    "handler_none_finally_raises('falls through')",
    "handler_none_finally_raises('key')",
    "handler_none_finally_raises('value')",
    "handler_none_finally_raises('deep')",
    "handler_none_finally_raises('base')",
    "handler_none_finally_raises('returns')",
    "handler_none_finally_raises('breaks')",
    "handler_none_finally_raises('continues')",
    "handler_none_finally_raises('else raises')",
    "handler_none_finally_raises('unbound')",
    "handler_none_finally_returns('falls through')",
    "handler_none_finally_returns('key')",
    "handler_none_finally_returns('value')",
    "handler_none_finally_returns('deep')",
    "handler_none_finally_returns('base')",
    "handler_none_finally_returns('returns')",
    "handler_none_finally_returns('breaks')",
    "handler_none_finally_returns('continues')",
    "handler_none_finally_returns('else raises')",
    "handler_none_finally_returns('unbound')",
    "handler_none_finally_breaks('falls through')",
    "handler_none_finally_breaks('key')",
    "handler_none_finally_breaks('value')",
    "handler_none_finally_breaks('deep')",
    "handler_none_finally_breaks('base')",
    "handler_none_finally_breaks('returns')",
    "handler_none_finally_breaks('breaks')",
    "handler_none_finally_breaks('continues')",
    "handler_none_finally_breaks('else raises')",
    "handler_none_finally_breaks('unbound')",
    "handler_none_finally_continues('falls through')",
    "handler_none_finally_continues('key')",
    "handler_none_finally_continues('value')",
    "handler_none_finally_continues('deep')",
    "handler_none_finally_continues('base')",
    "handler_none_finally_continues('returns')",
    "handler_none_finally_continues('breaks')",
    "handler_none_finally_continues('continues')",
    "handler_none_finally_continues('else raises')",
    "handler_none_finally_continues('unbound')",
    "handler_none_finally_branches('falls through')",
    "handler_none_finally_branches('key')",
    "handler_none_finally_branches('value')",
    "handler_none_finally_branches('deep')",
    "handler_none_finally_branches('base')",
    "handler_none_finally_branches('returns')",
    "handler_none_finally_branches('breaks')",
    "handler_none_finally_branches('continues')",
    "handler_none_finally_branches('else raises')",
    "handler_none_finally_branches('unbound')",
    "handler_none_finally_tries('falls through')",
    "handler_none_finally_tries('key')",
    "handler_none_finally_tries('value')",
    "handler_none_finally_tries('deep')",
    "handler_none_finally_tries('base')",
    "handler_none_finally_tries('returns')",
    "handler_none_finally_tries('breaks')",
    "handler_none_finally_tries('continues')",
    "handler_none_finally_tries('else raises')",
    "handler_none_finally_tries('unbound')",
    "handler_passes_finally_none('falls through')",
    "handler_passes_finally_none('key')",
    "handler_passes_finally_none('value')",
    "handler_passes_finally_none('deep')",
    "handler_passes_finally_none('base')",
    "handler_passes_finally_none('returns')",
    "handler_passes_finally_none('breaks')",
    "handler_passes_finally_none('continues')",
    "handler_passes_finally_none('else raises')",
    "handler_passes_finally_none('unbound')",
    "handler_passes_finally_passes('falls through')",
    "handler_passes_finally_passes('key')",
    "handler_passes_finally_passes('value')",
    "handler_passes_finally_passes('deep')",
    "handler_passes_finally_passes('base')",
    "handler_passes_finally_passes('returns')",
    "handler_passes_finally_passes('breaks')",
    "handler_passes_finally_passes('continues')",
    "handler_passes_finally_passes('else raises')",
    "handler_passes_finally_passes('unbound')",
    "handler_named_finally_none('falls through')",
    "handler_named_finally_none('key')",
    "handler_named_finally_none('value')",
    "handler_named_finally_none('deep')",
    "handler_named_finally_none('base')",
    "handler_named_finally_none('returns')",
    "handler_named_finally_none('breaks')",
    "handler_named_finally_none('continues')",
    "handler_named_finally_none('else raises')",
    "handler_named_finally_none('unbound')",
    "handler_named_finally_passes('falls through')",
    "handler_named_finally_passes('key')",
    "handler_named_finally_passes('value')",
    "handler_named_finally_passes('deep')",
    "handler_named_finally_passes('base')",
    "handler_named_finally_passes('returns')",
    "handler_named_finally_passes('breaks')",
    "handler_named_finally_passes('continues')",
    "handler_named_finally_passes('else raises')",
    "handler_named_finally_passes('unbound')",
    "handler_named_finally_raises('falls through')",
    "handler_named_finally_raises('key')",
    "handler_named_finally_raises('value')",
    "handler_named_finally_raises('deep')",
    "handler_named_finally_raises('base')",
    "handler_named_finally_raises('returns')",
    "handler_named_finally_raises('breaks')",
    "handler_named_finally_raises('continues')",
    "handler_named_finally_raises('else raises')",
    "handler_named_finally_raises('unbound')",
    "handler_named_finally_returns('falls through')",
    "handler_named_finally_returns('key')",
    "handler_named_finally_returns('value')",
    "handler_named_finally_returns('deep')",
    "handler_named_finally_returns('base')",
    "handler_named_finally_returns('returns')",
    "handler_named_finally_returns('breaks')",
    "handler_named_finally_returns('continues')",
    "handler_named_finally_returns('else raises')",
    "handler_named_finally_returns('unbound')",
    "handler_named_finally_breaks('falls through')",
    "handler_named_finally_breaks('key')",
    "handler_named_finally_breaks('value')",
    "handler_named_finally_breaks('deep')",
    "handler_named_finally_breaks('base')",
    "handler_named_finally_breaks('returns')",
    "handler_named_finally_breaks('breaks')",
    "handler_named_finally_breaks('continues')",
    "handler_named_finally_breaks('else raises')",
    "handler_named_finally_breaks('unbound')",
    "handler_named_finally_continues('falls through')",
    "handler_named_finally_continues('key')",
    "handler_named_finally_continues('value')",
    "handler_named_finally_continues('deep')",
    "handler_named_finally_continues('base')",
    "handler_named_finally_continues('returns')",
    "handler_named_finally_continues('breaks')",
    "handler_named_finally_continues('continues')",
    "handler_named_finally_continues('else raises')",
    "handler_named_finally_continues('unbound')",
    "handler_named_finally_branches('falls through')",
    "handler_named_finally_branches('key')",
    "handler_named_finally_branches('value')",
    "handler_named_finally_branches('deep')",
    "handler_named_finally_branches('base')",
    "handler_named_finally_branches('returns')",
    "handler_named_finally_branches('breaks')",
    "handler_named_finally_branches('continues')",
    "handler_named_finally_branches('else raises')",
    "handler_named_finally_branches('unbound')",
    "handler_named_finally_tries('falls through')",
    "handler_named_finally_tries('key')",
    "handler_named_finally_tries('value')",
    "handler_named_finally_tries('deep')",
    "handler_named_finally_tries('base')",
    "handler_named_finally_tries('returns')",
    "handler_named_finally_tries('breaks')",
    "handler_named_finally_tries('continues')",
    "handler_named_finally_tries('else raises')",
    "handler_named_finally_tries('unbound')",
    "handler_raises_again_finally_none('falls through')",
    "handler_raises_again_finally_none('key')",
    "handler_raises_again_finally_none('value')",
    "handler_raises_again_finally_none('deep')",
    "handler_raises_again_finally_none('base')",
    "handler_raises_again_finally_none('returns')",
    "handler_raises_again_finally_none('breaks')",
    "handler_raises_again_finally_none('continues')",
    "handler_raises_again_finally_none('else raises')",
    "handler_raises_again_finally_none('unbound')",
    "handler_raises_again_finally_passes('falls through')",
    "handler_raises_again_finally_passes('key')",
    "handler_raises_again_finally_passes('value')",
    "handler_raises_again_finally_passes('deep')",
    "handler_raises_again_finally_passes('base')",
    "handler_raises_again_finally_passes('returns')",
    "handler_raises_again_finally_passes('breaks')",
    "handler_raises_again_finally_passes('continues')",
    "handler_raises_again_finally_passes('else raises')",
    "handler_raises_again_finally_passes('unbound')",
    "handler_raises_named_finally_none('falls through')",
    "handler_raises_named_finally_none('key')",
    "handler_raises_named_finally_none('value')",
    "handler_raises_named_finally_none('deep')",
    "handler_raises_named_finally_none('base')",
    "handler_raises_named_finally_none('returns')",
    "handler_raises_named_finally_none('breaks')",
    "handler_raises_named_finally_none('continues')",
    "handler_raises_named_finally_none('else raises')",
    "handler_raises_named_finally_none('unbound')",
    "handler_raises_named_finally_passes('falls through')",
    "handler_raises_named_finally_passes('key')",
    "handler_raises_named_finally_passes('value')",
    "handler_raises_named_finally_passes('deep')",
    "handler_raises_named_finally_passes('base')",
    "handler_raises_named_finally_passes('returns')",
    "handler_raises_named_finally_passes('breaks')",
    "handler_raises_named_finally_passes('continues')",
    "handler_raises_named_finally_passes('else raises')",
    "handler_raises_named_finally_passes('unbound')",
    "handler_raises_other_finally_none('falls through')",
    "handler_raises_other_finally_none('key')",
    "handler_raises_other_finally_none('value')",
    "handler_raises_other_finally_none('deep')",
    "handler_raises_other_finally_none('base')",
    "handler_raises_other_finally_none('returns')",
    "handler_raises_other_finally_none('breaks')",
    "handler_raises_other_finally_none('continues')",
    "handler_raises_other_finally_none('else raises')",
    "handler_raises_other_finally_none('unbound')",
    "handler_raises_other_finally_passes('falls through')",
    "handler_raises_other_finally_passes('key')",
    "handler_raises_other_finally_passes('value')",
    "handler_raises_other_finally_passes('deep')",
    "handler_raises_other_finally_passes('base')",
    "handler_raises_other_finally_passes('returns')",
    "handler_raises_other_finally_passes('breaks')",
    "handler_raises_other_finally_passes('continues')",
    "handler_raises_other_finally_passes('else raises')",
    "handler_raises_other_finally_passes('unbound')",
    "handler_raises_other_finally_raises('falls through')",
    "handler_raises_other_finally_raises('key')",
    "handler_raises_other_finally_raises('value')",
    "handler_raises_other_finally_raises('deep')",
    "handler_raises_other_finally_raises('base')",
    "handler_raises_other_finally_raises('returns')",
    "handler_raises_other_finally_raises('breaks')",
    "handler_raises_other_finally_raises('continues')",
    "handler_raises_other_finally_raises('else raises')",
    "handler_raises_other_finally_raises('unbound')",
    "handler_raises_other_finally_returns('falls through')",
    "handler_raises_other_finally_returns('key')",
    "handler_raises_other_finally_returns('value')",
    "handler_raises_other_finally_returns('deep')",
    "handler_raises_other_finally_returns('base')",
    "handler_raises_other_finally_returns('returns')",
    "handler_raises_other_finally_returns('breaks')",
    "handler_raises_other_finally_returns('continues')",
    "handler_raises_other_finally_returns('else raises')",
    "handler_raises_other_finally_returns('unbound')",
    "handler_raises_other_finally_breaks('falls through')",
    "handler_raises_other_finally_breaks('key')",
    "handler_raises_other_finally_breaks('value')",
    "handler_raises_other_finally_breaks('deep')",
    "handler_raises_other_finally_breaks('base')",
    "handler_raises_other_finally_breaks('returns')",
    "handler_raises_other_finally_breaks('breaks')",
    "handler_raises_other_finally_breaks('continues')",
    "handler_raises_other_finally_breaks('else raises')",
    "handler_raises_other_finally_breaks('unbound')",
    "handler_raises_other_finally_continues('falls through')",
    "handler_raises_other_finally_continues('key')",
    "handler_raises_other_finally_continues('value')",
    "handler_raises_other_finally_continues('deep')",
    "handler_raises_other_finally_continues('base')",
    "handler_raises_other_finally_continues('returns')",
    "handler_raises_other_finally_continues('breaks')",
    "handler_raises_other_finally_continues('continues')",
    "handler_raises_other_finally_continues('else raises')",
    "handler_raises_other_finally_continues('unbound')",
    "handler_raises_other_finally_branches('falls through')",
    "handler_raises_other_finally_branches('key')",
    "handler_raises_other_finally_branches('value')",
    "handler_raises_other_finally_branches('deep')",
    "handler_raises_other_finally_branches('base')",
    "handler_raises_other_finally_branches('returns')",
    "handler_raises_other_finally_branches('breaks')",
    "handler_raises_other_finally_branches('continues')",
    "handler_raises_other_finally_branches('else raises')",
    "handler_raises_other_finally_branches('unbound')",
    "handler_raises_other_finally_tries('falls through')",
    "handler_raises_other_finally_tries('key')",
    "handler_raises_other_finally_tries('value')",
    "handler_raises_other_finally_tries('deep')",
    "handler_raises_other_finally_tries('base')",
    "handler_raises_other_finally_tries('returns')",
    "handler_raises_other_finally_tries('breaks')",
    "handler_raises_other_finally_tries('continues')",
    "handler_raises_other_finally_tries('else raises')",
    "handler_raises_other_finally_tries('unbound')",
    "handler_raises_from_finally_none('falls through')",
    "handler_raises_from_finally_none('key')",
    "handler_raises_from_finally_none('value')",
    "handler_raises_from_finally_none('deep')",
    "handler_raises_from_finally_none('base')",
    "handler_raises_from_finally_none('returns')",
    "handler_raises_from_finally_none('breaks')",
    "handler_raises_from_finally_none('continues')",
    "handler_raises_from_finally_none('else raises')",
    "handler_raises_from_finally_none('unbound')",
    "handler_raises_from_finally_passes('falls through')",
    "handler_raises_from_finally_passes('key')",
    "handler_raises_from_finally_passes('value')",
    "handler_raises_from_finally_passes('deep')",
    "handler_raises_from_finally_passes('base')",
    "handler_raises_from_finally_passes('returns')",
    "handler_raises_from_finally_passes('breaks')",
    "handler_raises_from_finally_passes('continues')",
    "handler_raises_from_finally_passes('else raises')",
    "handler_raises_from_finally_passes('unbound')",
    "handler_raises_from_none_finally_none('falls through')",
    "handler_raises_from_none_finally_none('key')",
    "handler_raises_from_none_finally_none('value')",
    "handler_raises_from_none_finally_none('deep')",
    "handler_raises_from_none_finally_none('base')",
    "handler_raises_from_none_finally_none('returns')",
    "handler_raises_from_none_finally_none('breaks')",
    "handler_raises_from_none_finally_none('continues')",
    "handler_raises_from_none_finally_none('else raises')",
    "handler_raises_from_none_finally_none('unbound')",
    "handler_raises_from_none_finally_passes('falls through')",
    "handler_raises_from_none_finally_passes('key')",
    "handler_raises_from_none_finally_passes('value')",
    "handler_raises_from_none_finally_passes('deep')",
    "handler_raises_from_none_finally_passes('base')",
    "handler_raises_from_none_finally_passes('returns')",
    "handler_raises_from_none_finally_passes('breaks')",
    "handler_raises_from_none_finally_passes('continues')",
    "handler_raises_from_none_finally_passes('else raises')",
    "handler_raises_from_none_finally_passes('unbound')",
    "handler_fails_finally_none('falls through')",
    "handler_fails_finally_none('key')",
    "handler_fails_finally_none('value')",
    "handler_fails_finally_none('deep')",
    "handler_fails_finally_none('base')",
    "handler_fails_finally_none('returns')",
    "handler_fails_finally_none('breaks')",
    "handler_fails_finally_none('continues')",
    "handler_fails_finally_none('else raises')",
    "handler_fails_finally_none('unbound')",
    "handler_fails_finally_passes('falls through')",
    "handler_fails_finally_passes('key')",
    "handler_fails_finally_passes('value')",
    "handler_fails_finally_passes('deep')",
    "handler_fails_finally_passes('base')",
    "handler_fails_finally_passes('returns')",
    "handler_fails_finally_passes('breaks')",
    "handler_fails_finally_passes('continues')",
    "handler_fails_finally_passes('else raises')",
    "handler_fails_finally_passes('unbound')",
    "handler_returns_finally_none('falls through')",
    "handler_returns_finally_none('key')",
    "handler_returns_finally_none('value')",
    "handler_returns_finally_none('deep')",
    "handler_returns_finally_none('base')",
    "handler_returns_finally_none('returns')",
    "handler_returns_finally_none('breaks')",
    "handler_returns_finally_none('continues')",
    "handler_returns_finally_none('else raises')",
    "handler_returns_finally_none('unbound')",
    "handler_returns_finally_passes('falls through')",
    "handler_returns_finally_passes('key')",
    "handler_returns_finally_passes('value')",
    "handler_returns_finally_passes('deep')",
    "handler_returns_finally_passes('base')",
    "handler_returns_finally_passes('returns')",
    "handler_returns_finally_passes('breaks')",
    "handler_returns_finally_passes('continues')",
    "handler_returns_finally_passes('else raises')",
    "handler_returns_finally_passes('unbound')",
    "handler_breaks_finally_none('falls through')",
    "handler_breaks_finally_none('key')",
    "handler_breaks_finally_none('value')",
    "handler_breaks_finally_none('deep')",
    "handler_breaks_finally_none('base')",
    "handler_breaks_finally_none('returns')",
    "handler_breaks_finally_none('breaks')",
    "handler_breaks_finally_none('continues')",
    "handler_breaks_finally_none('else raises')",
    "handler_breaks_finally_none('unbound')",
    "handler_breaks_finally_passes('falls through')",
    "handler_breaks_finally_passes('key')",
    "handler_breaks_finally_passes('value')",
    "handler_breaks_finally_passes('deep')",
    "handler_breaks_finally_passes('base')",
    "handler_breaks_finally_passes('returns')",
    "handler_breaks_finally_passes('breaks')",
    "handler_breaks_finally_passes('continues')",
    "handler_breaks_finally_passes('else raises')",
    "handler_breaks_finally_passes('unbound')",
    "handler_continues_finally_none('falls through')",
    "handler_continues_finally_none('key')",
    "handler_continues_finally_none('value')",
    "handler_continues_finally_none('deep')",
    "handler_continues_finally_none('base')",
    "handler_continues_finally_none('returns')",
    "handler_continues_finally_none('breaks')",
    "handler_continues_finally_none('continues')",
    "handler_continues_finally_none('else raises')",
    "handler_continues_finally_none('unbound')",
    "handler_continues_finally_passes('falls through')",
    "handler_continues_finally_passes('key')",
    "handler_continues_finally_passes('value')",
    "handler_continues_finally_passes('deep')",
    "handler_continues_finally_passes('base')",
    "handler_continues_finally_passes('returns')",
    "handler_continues_finally_passes('breaks')",
    "handler_continues_finally_passes('continues')",
    "handler_continues_finally_passes('else raises')",
    "handler_continues_finally_passes('unbound')",
    "handler_two_finally_none('falls through')",
    "handler_two_finally_none('key')",
    "handler_two_finally_none('value')",
    "handler_two_finally_none('deep')",
    "handler_two_finally_none('base')",
    "handler_two_finally_none('returns')",
    "handler_two_finally_none('breaks')",
    "handler_two_finally_none('continues')",
    "handler_two_finally_none('else raises')",
    "handler_two_finally_none('unbound')",
    "handler_two_finally_passes('falls through')",
    "handler_two_finally_passes('key')",
    "handler_two_finally_passes('value')",
    "handler_two_finally_passes('deep')",
    "handler_two_finally_passes('base')",
    "handler_two_finally_passes('returns')",
    "handler_two_finally_passes('breaks')",
    "handler_two_finally_passes('continues')",
    "handler_two_finally_passes('else raises')",
    "handler_two_finally_passes('unbound')",
    "handler_two_finally_raises('falls through')",
    "handler_two_finally_raises('key')",
    "handler_two_finally_raises('value')",
    "handler_two_finally_raises('deep')",
    "handler_two_finally_raises('base')",
    "handler_two_finally_raises('returns')",
    "handler_two_finally_raises('breaks')",
    "handler_two_finally_raises('continues')",
    "handler_two_finally_raises('else raises')",
    "handler_two_finally_raises('unbound')",
    "handler_two_finally_returns('falls through')",
    "handler_two_finally_returns('key')",
    "handler_two_finally_returns('value')",
    "handler_two_finally_returns('deep')",
    "handler_two_finally_returns('base')",
    "handler_two_finally_returns('returns')",
    "handler_two_finally_returns('breaks')",
    "handler_two_finally_returns('continues')",
    "handler_two_finally_returns('else raises')",
    "handler_two_finally_returns('unbound')",
    "handler_two_finally_breaks('falls through')",
    "handler_two_finally_breaks('key')",
    "handler_two_finally_breaks('value')",
    "handler_two_finally_breaks('deep')",
    "handler_two_finally_breaks('base')",
    "handler_two_finally_breaks('returns')",
    "handler_two_finally_breaks('breaks')",
    "handler_two_finally_breaks('continues')",
    "handler_two_finally_breaks('else raises')",
    "handler_two_finally_breaks('unbound')",
    "handler_two_finally_continues('falls through')",
    "handler_two_finally_continues('key')",
    "handler_two_finally_continues('value')",
    "handler_two_finally_continues('deep')",
    "handler_two_finally_continues('base')",
    "handler_two_finally_continues('returns')",
    "handler_two_finally_continues('breaks')",
    "handler_two_finally_continues('continues')",
    "handler_two_finally_continues('else raises')",
    "handler_two_finally_continues('unbound')",
    "handler_two_finally_branches('falls through')",
    "handler_two_finally_branches('key')",
    "handler_two_finally_branches('value')",
    "handler_two_finally_branches('deep')",
    "handler_two_finally_branches('base')",
    "handler_two_finally_branches('returns')",
    "handler_two_finally_branches('breaks')",
    "handler_two_finally_branches('continues')",
    "handler_two_finally_branches('else raises')",
    "handler_two_finally_branches('unbound')",
    "handler_two_finally_tries('falls through')",
    "handler_two_finally_tries('key')",
    "handler_two_finally_tries('value')",
    "handler_two_finally_tries('deep')",
    "handler_two_finally_tries('base')",
    "handler_two_finally_tries('returns')",
    "handler_two_finally_tries('breaks')",
    "handler_two_finally_tries('continues')",
    "handler_two_finally_tries('else raises')",
    "handler_two_finally_tries('unbound')",
    "nested_raises_other_passes('falls through')",
    "nested_raises_other_passes('key')",
    "nested_raises_other_passes('value')",
    "nested_raises_other_passes('deep')",
    "nested_raises_other_passes('base')",
    "nested_raises_other_passes('returns')",
    "nested_raises_other_passes('breaks')",
    "nested_raises_other_passes('continues')",
    "nested_raises_other_passes('else raises')",
    "nested_raises_other_passes('unbound')",
    "nested_raises_other_returns('falls through')",
    "nested_raises_other_returns('key')",
    "nested_raises_other_returns('value')",
    "nested_raises_other_returns('deep')",
    "nested_raises_other_returns('base')",
    "nested_raises_other_returns('returns')",
    "nested_raises_other_returns('breaks')",
    "nested_raises_other_returns('continues')",
    "nested_raises_other_returns('else raises')",
    "nested_raises_other_returns('unbound')",
    "nested_raises_again_passes('falls through')",
    "nested_raises_again_passes('key')",
    "nested_raises_again_passes('value')",
    "nested_raises_again_passes('deep')",
    "nested_raises_again_passes('base')",
    "nested_raises_again_passes('returns')",
    "nested_raises_again_passes('breaks')",
    "nested_raises_again_passes('continues')",
    "nested_raises_again_passes('else raises')",
    "nested_raises_again_passes('unbound')",
    "nested_raises_again_returns('falls through')",
    "nested_raises_again_returns('key')",
    "nested_raises_again_returns('value')",
    "nested_raises_again_returns('deep')",
    "nested_raises_again_returns('base')",
    "nested_raises_again_returns('returns')",
    "nested_raises_again_returns('breaks')",
    "nested_raises_again_returns('continues')",
    "nested_raises_again_returns('else raises')",
    "nested_raises_again_returns('unbound')",
    "nested_two_passes('falls through')",
    "nested_two_passes('key')",
    "nested_two_passes('value')",
    "nested_two_passes('deep')",
    "nested_two_passes('base')",
    "nested_two_passes('returns')",
    "nested_two_passes('breaks')",
    "nested_two_passes('continues')",
    "nested_two_passes('else raises')",
    "nested_two_passes('unbound')",
    "nested_two_returns('falls through')",
    "nested_two_returns('key')",
    "nested_two_returns('value')",
    "nested_two_returns('deep')",
    "nested_two_returns('base')",
    "nested_two_returns('returns')",
    "nested_two_returns('breaks')",
    "nested_two_returns('continues')",
    "nested_two_returns('else raises')",
    "nested_two_returns('unbound')",
    "nested_continues_passes('falls through')",
    "nested_continues_passes('key')",
    "nested_continues_passes('value')",
    "nested_continues_passes('deep')",
    "nested_continues_passes('base')",
    "nested_continues_passes('returns')",
    "nested_continues_passes('breaks')",
    "nested_continues_passes('continues')",
    "nested_continues_passes('else raises')",
    "nested_continues_passes('unbound')",
    "nested_continues_returns('falls through')",
    "nested_continues_returns('key')",
    "nested_continues_returns('value')",
    "nested_continues_returns('deep')",
    "nested_continues_returns('base')",
    "nested_continues_returns('returns')",
    "nested_continues_returns('breaks')",
    "nested_continues_returns('continues')",
    "nested_continues_returns('else raises')",
    "nested_continues_returns('unbound')",
    "nested_fails_passes('falls through')",
    "nested_fails_passes('key')",
    "nested_fails_passes('value')",
    "nested_fails_passes('deep')",
    "nested_fails_passes('base')",
    "nested_fails_passes('returns')",
    "nested_fails_passes('breaks')",
    "nested_fails_passes('continues')",
    "nested_fails_passes('else raises')",
    "nested_fails_passes('unbound')",
    "nested_fails_returns('falls through')",
    "nested_fails_returns('key')",
    "nested_fails_returns('value')",
    "nested_fails_returns('deep')",
    "nested_fails_returns('base')",
    "nested_fails_returns('returns')",
    "nested_fails_returns('breaks')",
    "nested_fails_returns('continues')",
    "nested_fails_returns('else raises')",
    "nested_fails_returns('unbound')",
    "in_handler_none_none('falls through')",
    "in_handler_none_none('key')",
    "in_handler_none_none('value')",
    "in_handler_none_none('deep')",
    "in_handler_none_none('base')",
    "in_handler_none_none('returns')",
    "in_handler_none_none('breaks')",
    "in_handler_none_none('continues')",
    "in_handler_none_none('else raises')",
    "in_handler_none_none('unbound')",
    "in_handler_none_tries('falls through')",
    "in_handler_none_tries('key')",
    "in_handler_none_tries('value')",
    "in_handler_none_tries('deep')",
    "in_handler_none_tries('base')",
    "in_handler_none_tries('returns')",
    "in_handler_none_tries('breaks')",
    "in_handler_none_tries('continues')",
    "in_handler_none_tries('else raises')",
    "in_handler_none_tries('unbound')",
    "in_handler_named_none('falls through')",
    "in_handler_named_none('key')",
    "in_handler_named_none('value')",
    "in_handler_named_none('deep')",
    "in_handler_named_none('base')",
    "in_handler_named_none('returns')",
    "in_handler_named_none('breaks')",
    "in_handler_named_none('continues')",
    "in_handler_named_none('else raises')",
    "in_handler_named_none('unbound')",
    "in_handler_named_tries('falls through')",
    "in_handler_named_tries('key')",
    "in_handler_named_tries('value')",
    "in_handler_named_tries('deep')",
    "in_handler_named_tries('base')",
    "in_handler_named_tries('returns')",
    "in_handler_named_tries('breaks')",
    "in_handler_named_tries('continues')",
    "in_handler_named_tries('else raises')",
    "in_handler_named_tries('unbound')",
    "in_handler_raises_other_none('falls through')",
    "in_handler_raises_other_none('key')",
    "in_handler_raises_other_none('value')",
    "in_handler_raises_other_none('deep')",
    "in_handler_raises_other_none('base')",
    "in_handler_raises_other_none('returns')",
    "in_handler_raises_other_none('breaks')",
    "in_handler_raises_other_none('continues')",
    "in_handler_raises_other_none('else raises')",
    "in_handler_raises_other_none('unbound')",
    "in_handler_raises_other_tries('falls through')",
    "in_handler_raises_other_tries('key')",
    "in_handler_raises_other_tries('value')",
    "in_handler_raises_other_tries('deep')",
    "in_handler_raises_other_tries('base')",
    "in_handler_raises_other_tries('returns')",
    "in_handler_raises_other_tries('breaks')",
    "in_handler_raises_other_tries('continues')",
    "in_handler_raises_other_tries('else raises')",
    "in_handler_raises_other_tries('unbound')",
    "in_handler_raises_again_none('falls through')",
    "in_handler_raises_again_none('key')",
    "in_handler_raises_again_none('value')",
    "in_handler_raises_again_none('deep')",
    "in_handler_raises_again_none('base')",
    "in_handler_raises_again_none('returns')",
    "in_handler_raises_again_none('breaks')",
    "in_handler_raises_again_none('continues')",
    "in_handler_raises_again_none('else raises')",
    "in_handler_raises_again_none('unbound')",
    "in_handler_raises_again_tries('falls through')",
    "in_handler_raises_again_tries('key')",
    "in_handler_raises_again_tries('value')",
    "in_handler_raises_again_tries('deep')",
    "in_handler_raises_again_tries('base')",
    "in_handler_raises_again_tries('returns')",
    "in_handler_raises_again_tries('breaks')",
    "in_handler_raises_again_tries('continues')",
    "in_handler_raises_again_tries('else raises')",
    "in_handler_raises_again_tries('unbound')",
    "in_handler_returns_none('falls through')",
    "in_handler_returns_none('key')",
    "in_handler_returns_none('value')",
    "in_handler_returns_none('deep')",
    "in_handler_returns_none('base')",
    "in_handler_returns_none('returns')",
    "in_handler_returns_none('breaks')",
    "in_handler_returns_none('continues')",
    "in_handler_returns_none('else raises')",
    "in_handler_returns_none('unbound')",
    "in_handler_returns_tries('falls through')",
    "in_handler_returns_tries('key')",
    "in_handler_returns_tries('value')",
    "in_handler_returns_tries('deep')",
    "in_handler_returns_tries('base')",
    "in_handler_returns_tries('returns')",
    "in_handler_returns_tries('breaks')",
    "in_handler_returns_tries('continues')",
    "in_handler_returns_tries('else raises')",
    "in_handler_returns_tries('unbound')",
    "in_handler_fails_none('falls through')",
    "in_handler_fails_none('key')",
    "in_handler_fails_none('value')",
    "in_handler_fails_none('deep')",
    "in_handler_fails_none('base')",
    "in_handler_fails_none('returns')",
    "in_handler_fails_none('breaks')",
    "in_handler_fails_none('continues')",
    "in_handler_fails_none('else raises')",
    "in_handler_fails_none('unbound')",
    "in_handler_fails_tries('falls through')",
    "in_handler_fails_tries('key')",
    "in_handler_fails_tries('value')",
    "in_handler_fails_tries('deep')",
    "in_handler_fails_tries('base')",
    "in_handler_fails_tries('returns')",
    "in_handler_fails_tries('breaks')",
    "in_handler_fails_tries('continues')",
    "in_handler_fails_tries('else raises')",
    "in_handler_fails_tries('unbound')",
]
